"""The look of an HTML briefing: one style sheet, in light and dark, for screens of any width and for paper.

Text and links keep a contrast of 4.5 to 1 with what is behind them, lines of 3 to 1 (WCAG 2.2, AA); a test counts.
"""

LIGHT = {
    "paper": "#ffffff", "ink": "#1c1f23", "pale": "#57606a", "rule": "#d5dae0", "link": "#0b57a4", "shade": "#f3f5f7",
    "mark": "#fff3c4", "warn": "#7a3b00", "friendly": "#0072b2", "hostile": "#c24e00", "neutral": "#707880",
}  # fmt: skip
DARK = {
    "paper": "#14171a", "ink": "#e8eaed", "pale": "#a6afb8", "rule": "#3a4149", "link": "#8ec1f5", "shade": "#1e2328",
    "mark": "#4a3f10", "warn": "#ffc38a", "friendly": "#5ab4e8", "hostile": "#f08b45", "neutral": "#939ba3",
}  # fmt: skip
RULES = """
*{box-sizing:border-box}
body{margin:0 auto;max-width:54rem;padding:1rem 1.1rem 4rem;background:var(--paper);color:var(--ink);
font:1rem/1.55 system-ui,sans-serif;overflow-wrap:break-word}
h1{font-size:1.9rem;line-height:1.2;margin:.6rem 0 .2rem}
h2{font-size:1.3rem;margin:2.4rem 0 .6rem;padding-top:.5rem;border-top:1px solid var(--rule)}
h3{font-size:1.05rem;margin:1.8rem 0 .5rem}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;list-style:none;margin:.8rem 0;padding:0}
nav a{display:inline-block;padding:.2rem 0}
.pale,figcaption,small{color:var(--pale)}
small{font-size:.85em}
.warning{margin:.5rem 0;padding:.45rem .8rem;border-left:4px solid var(--warn);
background:var(--shade);color:var(--warn)}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .7rem .35rem 0;border-bottom:1px solid var(--rule)}
thead th{color:var(--pale);font-weight:600;font-size:.9rem}
tbody th{font-weight:500}
.figure{font-variant-numeric:tabular-nums;white-space:nowrap}
figure{margin:1rem 0}
svg{display:block;width:100%;height:auto;min-width:30rem;max-width:48rem}
svg text{fill:var(--ink);font-family:system-ui,sans-serif}
svg .name{font-size:14px;paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
svg .main{font-weight:700}
svg .small{font-size:12px;fill:var(--pale)}
svg .dot{fill:var(--ink);stroke:var(--paper);stroke-width:2}
svg .tie{fill:none;stroke-linecap:butt}
svg .reach{fill:none;stroke:transparent;stroke-width:16}
svg .friendly{stroke:var(--friendly)}
svg .hostile{stroke:var(--hostile);stroke-dasharray:9 5}
svg .neutral{stroke:var(--neutral);stroke-dasharray:2 4}
svg .up{fill:var(--friendly)}
svg .down{fill:url(#hatch);stroke:var(--hostile)}
svg .hatch{stroke:var(--hostile);stroke-width:3}
svg .axis{stroke:var(--neutral);stroke-width:1}
svg .grid{stroke:var(--rule);stroke-width:1}
svg .mean{fill:var(--ink)}
svg .band{stroke:var(--ink);stroke-width:2}
svg a:hover .tie,svg a:focus-visible .tie{stroke:var(--link)}
svg a:hover text,svg a:focus-visible text{fill:var(--link)}
ol.evidence{list-style:none;margin:0;padding:0}
ol.evidence>li{padding:.6rem .7rem;margin:0 -.7rem;border-radius:.3rem}
ol.evidence q{quotes:"\\201c" "\\201d"}
ol.evidence ul{margin:.25rem 0;padding-left:1.2rem;font-size:.92rem}
.number{font-weight:700;margin-right:.3rem}
.where{font-size:.92rem;color:var(--pale);margin:.1rem 0}
code{font-size:.86em;background:var(--shade);padding:.05em .3em;overflow-wrap:anywhere}
:target{background:var(--mark)}
@media(max-width:40rem){
body{padding:.6rem .8rem 3rem}
h1{font-size:1.5rem}
.folds thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.folds tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--rule)}
.folds td,.folds th{display:inline-block;border:0;padding:0 .8rem 0 0}
.folds tbody th{font-weight:600}
.folds td::before{content:attr(data-name) ": ";color:var(--pale)}
}
@media print{body{max-width:none}nav{display:none}}
"""


def sheet() -> str:
    """The style sheet."""
    light, dark = (";".join(f"--{name}:{colour}" for name, colour in look.items()) for look in (LIGHT, DARK))
    return f":root{{color-scheme:light dark;{light}}}\n@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{RULES}"
