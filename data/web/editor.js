// What the editor of queries needs beyond NiceGUI's own: completion of words, a label, and the page's light or dark.
async (component, words, label) => {
  const CM = await import("nicegui-codemirror");
  const view = component.editor ?? (await component.editorPromise);

  const offered = words.map(([label, kind, meaning]) => ({ label, type: kind, info: meaning || undefined }));
  const complete = (context) => {
    const word = context.matchBefore(/[?$]?[\w:]+|[?$]/);
    if (!word && !context.explicit) return null;
    const written = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    if (word) written.delete(word.text);
    const variables = [...written].map((label) => ({ label, type: "variable" }));
    return { from: word ? word.from : context.pos, options: [...variables, ...offered], validFor: /^[?$]?[\w:]*$/ };
  };
  view.dispatch({
    effects: CM.StateEffect.appendConfig.of([
      CM.EditorState.languageData.of(() => [{ autocomplete: complete }]),
      CM.EditorView.contentAttributes.of({ "aria-label": label }),
    ]),
  });

  // of those that come with NiceGUI, the two whose letters all stand out well enough from their ground
  const follow = () => component.setTheme(document.body.classList.contains("body--dark") ? "githubDark" : "vscodeLight");
  new MutationObserver(follow).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  follow();
};
