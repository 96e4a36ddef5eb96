"""Whole sentences on the real model: who did what to whom, whether and when it happened, and who says so."""

import time
from collections.abc import Iterator

import pytest

from kgraph.extractors.pipeline import extract
from kgraph.model import Claim, Document, Party

pytestmark = pytest.mark.model
WEDNESDAY = "2024-10-09"

# text; code, actors > recipients, status, date, sayers
SENTENCES = [
    ("Iran attacked a Saudi refinery on Monday.", "ASSAULT IRN > SAU actual 2024-10-07"),
    ("Oman has not attacked Iran.", "ASSAULT OMN > IRN negated"),
    ("Nigerian troops will withdraw from Niger on Friday.", "AGREE NGA > NER planned 2024-10-11"),
    ("Finland said it would send food aid to Moldova.", "AGREE FIN > MDA planned"),
    ("Finland said it would help Moldova if war broke out.", "AID FIN > MDA hypothetical by FIN"),
    ("Japan will not join talks with North Korea.", "REJECT JPN > PRK actual"),
    ("Iran denied that it had bombed an Omani port.", "ASSAULT IRN > OMN negated by IRN"),
    ("Türkiye condemned Burma on Tuesday.", "ACCUSE TUR > MMR actual 2024-10-08"),
    ("Swaziland met Taiwanese envoys on Tuesday.", "CONSULT SWZ > TWN actual 2024-10-08"),
    ("The Israeli prime minister praised Greece.", "SUPPORT Benjamin Netanyahu > GRC actual"),
    ("According to Qatari officials, Egypt attacked Jordan.", "ASSAULT EGY > JOR actual by QAT"),
    ("“We have expelled the Chadian envoy,” Sudan’s ministry said.", "SANCTION SDN > TCD actual by SDN"),
    ("If Georgia attacks Armenia, Russia will protest.", "ASSAULT GEO > ARM hypothetical"),
    ("South Korea urged North Korea to free the sailors.", "REQUEST KOR > PRK actual"),
    ("Guinea-Bissau expelled three diplomats from Equatorial Guinea.", "SANCTION GNB > GNQ actual"),
    ("The Republic of the Congo accused the Democratic Republic of the Congo.", "ACCUSE COG > COD actual"),
    ("Michael Jordan praised Qatar.", "SUPPORT Michael Jordan > QAT actual"),
    ("Germany was criticised by Poland on Monday.", "ACCUSE POL > DEU actual 2024-10-07"),
    ("Canada said that India had threatened Nepal.", "THREATEN IND > NPL actual by CAN"),
    ("Spain must release the Moroccan sailors, Rabat said.", "RETREAT ESP > MAR requested by MAR"),
    ("Brazil met Bolivia. The two countries signed a pact.", "SUPPORT BRA BOL > actual"),
    ("Finland's president, Ada Stone, met envoys. She praised Norway.", "SUPPORT Ada Stone > NOR actual"),
    ("Peru’s ministry said in a statement:\n\nVenezuela attacked Guyana.", "ASSAULT VEN > GUY actual by PER"),
    ("Russian jets bombed Aleppo on 5 October.", "ASSAULT RUS > SYR actual 2024-10-05"),
    ("Laos plans to send aid to Cambodia.", "AGREE LAO > KHM planned"),
    ("Italy may impose sanctions on Tunisia.", "COERCE ITA > TUN hypothetical"),
    ("Chad must work to help Niger.", "AID TCD > NER requested"),
    ("Kenya may send troops to attack Somalia.", "ASSAULT KEN > SOM hypothetical"),
    ("Britain welcomed news that Iraq had freed a Kuwaiti.", "SUPPORT GBR > IRQ actual"),
    ("Yemen attacked a Saudi base in December.", "ASSAULT YEM > SAU actual 2023-12"),
    ("Neither Kenya nor Uganda attacked Rwanda.", "ASSAULT KEN UGA > RWA negated"),
    ("Peru did not leave but attacked Chile.", "ASSAULT PER > CHL actual"),
    ("Talks between Serbia and Kosovo will begin on Friday.", "CONSULT SRB UNK > planned 2024-10-11"),
    ("Chile hopes to sign a pact with Peru.", "SUPPORT CHL > PER hypothetical"),
    ("Isis fighters attacked an Iraqi base.", "ASSAULT ISIS > IRQ actual"),
]  # fmt: skip


def side(parties: tuple[Party, ...]) -> str:
    """Persons and stateless actors by name, others by country."""
    return " ".join(party.country if party.country and party.kind != "person" else party.name for party in parties)


def told(claim: Claim) -> str:
    """An event claim in one line, as in the table."""
    sayers = side(claim.attributed_to)
    words = [claim.event, side(claim.actors), ">", side(claim.recipients), claim.status, claim.date]
    return " ".join([*(word for word in words if word), *([f"by {sayers}"] if sayers else [])])


def read(*texts: str) -> Iterator[tuple[Document, tuple[Claim, ...]]]:
    yield from extract(Document(id=f"{n}.txt", text=text, date=WEDNESDAY) for n, text in enumerate(texts))


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentence(text: str, expected: str) -> None:
    """The claim is among those that the text yields."""
    [(_, claims)] = read(text)
    assert expected in [told(claim) for claim in claims if claim.kind == "event"]


def test_words_stand_where_they_are_said_to() -> None:
    """Every sentence, trigger and party of a claim is found in the text at its offsets."""
    texts = [str(case[0]) for case in SENTENCES if isinstance(case, tuple)]
    for document, claims in read(*texts):
        for claim in claims:
            spans = [claim.sentence, claim.trigger, *claim.actors, *claim.recipients, *claim.attributed_to]
            assert [document.text[span.start : span.end] for span in spans] == [span.text for span in spans]
            assert claim.sentence.start <= claim.trigger.start < claim.trigger.end <= claim.sentence.end


def test_according_is_no_accord() -> None:
    """“According to” completes no trigger."""
    [(_, claims)] = read("Egypt signed a pact with Jordan, according to Qatar.")
    assert [claim.trigger.text for claim in claims] == ["signed a pact"]


@pytest.mark.parametrize("text", ["", " \n\n ", "🕊", "— “ ” —", "1. 2. 3.", "Oman"])
def test_nothing_to_tell(text: str) -> None:
    """Texts without events yield no claims and no errors."""
    assert [claims for _, claims in read(text)] == [()]


def test_long_texts() -> None:
    """Four times the text takes about four times as long, where nothing else on the machine slows it."""

    def seconds(times: int) -> float:
        start = time.process_time()
        [(_, claims)] = read(
            "Iran attacked Oman on Monday. Qatar condemned the attack and urged Iran to leave. " * times
        )
        assert len(claims) >= 2 * times
        return time.process_time() - start

    assert min(seconds(400) for _ in range(3)) / min(seconds(100) for _ in range(3)) < 6
