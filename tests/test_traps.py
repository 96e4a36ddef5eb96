"""Names that mislead, on the real model: who is meant in whole sentences, and who is not."""

import pytest

from kgraph.actors.catalogue import catalogue
from kgraph.extractors.pipeline import extract
from kgraph.model import Claim, Document, Party

pytestmark = pytest.mark.model
WEDNESDAY = "2024-10-09"

# text; code, actors > recipients by name
MEANT = [
    ("Isis fighters attacked an Iraqi base.", "ASSAULT ISIS > Iraq"),
    ("Isis attacked a village in northern Iraq on Monday.", "ASSAULT ISIS > Iraq"),
    ("The Islamic State's fighters attacked Syria.", "ASSAULT ISIS > Syria"),
    ("The journal Isis criticised Germany in its spring issue.", "ACCUSE Isis (journal) > Germany"),
    ("Georgia accused Russia of spying.", "ACCUSE Georgia > Russia"),
    ("The Georgian government criticised Russia.", "ACCUSE Georgia > Russia"),
    ("Georgia criticised Russia. Its envoy spoke in Tbilisi of a visit to Florida.", "ACCUSE Georgia > Russia"),
    ("Georgia condemned Russia. Its president said she would travel to Atlanta.", "ACCUSE Georgia > Russia"),
    ("Georgia, Alabama and Florida criticised China.",
     "ACCUSE Georgia (U.S. state), Alabama, Florida > China"),
    ("Michael Jordan praised Qatar.", "SUPPORT Michael Jordan > Qatar"),
    ("Michael Jordan flew to Doha. Jordan praised Qatar.", "SUPPORT Michael Jordan > Qatar"),
    ("Jordan Smith criticised Iran.", "ACCUSE Jordan Smith > Iran"),
    ("Jordan's King Abdullah praised Egypt.", "SUPPORT King Abdullah II > Egypt"),
    ("Jordan expelled the Syrian envoy.", "SANCTION Jordan > Syria"),
    ("Washington warned Moscow on Tuesday.", "THREATEN United States > Russia"),
    ("George Washington praised Spain.", "SUPPORT George Washington > Spain"),
    ("Denzel Washington praised Oman.", "SUPPORT Denzel Washington > Oman"),
    ("Washington state criticised Iran on Monday.", "ACCUSE Washington state > Iran"),
    ("The state of Washington criticised Iran.", "ACCUSE state of Washington > Iran"),
    ("The Washington Post criticised Iran.", "ACCUSE Washington Post > Iran"),
    ("Guinea expelled the French ambassador.", "SANCTION Guinea > France"),
    ("Guinea-Bissau expelled three diplomats from Equatorial Guinea.", "SANCTION Guinea-Bissau > Equatorial Guinea"),
    ("Papua New Guinea criticised Australia.", "ACCUSE Papua New Guinea > Australia"),
    ("Equatorial Guinea criticised Spain.", "ACCUSE Equatorial Guinea > Spain"),
    ("Bissau-Guinean soldiers attacked a Senegalese post.", "ASSAULT Guinea-Bissau > Senegal"),
    ("Equatoguinean officials met Cameroonian envoys.", "CONSULT Equatorial Guinea > Cameroon"),
    ("Guinean soldiers attacked a Liberian post.", "ASSAULT Guinean Armed Forces > Liberia"),
    ("Equatorial Guinea closed its embassies. Guinean officials criticised Spain.", "ACCUSE Equatorial Guinea > Spain"),
    ("The Republic of the Congo accused the Democratic Republic of the Congo.",
     "ACCUSE Republic of the Congo > DR Congo"),
    ("Congo-Brazzaville expelled a Belgian envoy.", "SANCTION Republic of the Congo > Belgium"),
    ("DR Congo accused Rwanda of spying.", "ACCUSE DR Congo > Rwanda"),
    ("Congo accused Rwanda of spying.", "ACCUSE DR Congo > Rwanda"),
    ("Congolese soldiers attacked a Rwandan post.", "ASSAULT FARDC > Rwanda"),
    ("Brazzaville closed its borders. Congolese officials criticised Gabon.", "ACCUSE Republic of the Congo > Gabon"),
    ("North Korea threatened South Korea.", "THREATEN North Korea > South Korea"),
    ("Seoul urged Pyongyang to stop.", "REQUEST South Korea > North Korea"),
    ("The DPRK criticised the Republic of Korea.", "ACCUSE North Korea > South Korea"),
    ("Niger expelled the French ambassador.", "SANCTION Niger > France"),
    ("Nigerien soldiers attacked a Malian post.", "ASSAULT Nigerien Armed Forces > Mali"),
    ("Nigerian soldiers attacked a Malian post.", "ASSAULT Nigerian Armed Forces > Mali"),
    ("Dominica thanked Cuba.", "SUPPORT Dominica > Cuba"),
    ("The Dominican Republic criticised Haiti.", "ACCUSE Dominican Republic > Haiti"),
    ("The Dominican Republic closed its border. Dominican officials criticised Haiti.",
     "ACCUSE Dominican Republic > Haiti"),
    ("Dominica held a vote. Dominican officials criticised Cuba.", "ACCUSE Dominica > Cuba"),
    ("Paris criticised Berlin.", "ACCUSE France > Germany"),
    ("Turkey condemned Burma.", "ACCUSE Turkey > Myanmar"),
    ("Türkiye condemned Myanmar.", "ACCUSE Turkey > Myanmar"),
    ("Swaziland met Taiwanese envoys.", "CONSULT Eswatini > Taiwan"),
    ("Eswatini met Taiwanese envoys.", "CONSULT Eswatini > Taiwan"),
    ("Chad accused Sudan of arming rebels.", "ACCUSE Chad > Sudan"),
    ("Chad Smith criticised Iran.", "ACCUSE Chad Smith > Iran"),
    ("Macedonia criticised Greece.", "ACCUSE North Macedonia > Greece"),
    ("North Macedonia criticised Greece.", "ACCUSE North Macedonia > Greece"),
    ("The Former Yugoslav Republic of Macedonia criticised Greece.", "ACCUSE North Macedonia > Greece"),
    ("Macedonian officials criticised Greece.", "ACCUSE North Macedonia > Greece"),
    ("Ivory Coast expelled a Malian envoy.", "SANCTION Ivory Coast > Mali"),
    ("Côte d'Ivoire expelled a Malian envoy.", "SANCTION Ivory Coast > Mali"),
    ("Côte d’Ivoire expelled a Malian envoy.", "SANCTION Ivory Coast > Mali"),
    ("Cape Verde thanked Portugal.", "SUPPORT Cape Verde > Portugal"),
    ("Cabo Verde thanked Portugal.", "SUPPORT Cape Verde > Portugal"),
    ("Czechia expelled a Russian diplomat.", "SANCTION Czech Republic > Russia"),
    ("Holland expelled a Russian diplomat.", "SANCTION Netherlands > Russia"),
    ("The Vatican criticised Poland.", "ACCUSE Vatican > Poland"),
    ("The Holy See criticised Poland.", "ACCUSE Vatican > Poland"),
    ("New Mexico criticised Iran.", "ACCUSE New Mexico > Iran"),
]  # fmt: skip

# text; who must not be a party to anything in it
NOT_MEANT = [
    ("Isis was worshipped as a goddess along the Nile, and her priests praised Egypt.", "ISIS"),
    ("The temple of Isis was attacked by looters.", "ISIS"),
    ("The journal Isis criticised Germany in its spring issue.", "ISIS"),
    ("The governor of Georgia, Ada Stone, criticised China in Atlanta.", "Georgia"),
    ("Police in Atlanta, Georgia, arrested a Chinese diplomat.", "Georgia"),
    ("The Georgia senator Ada Stone condemned Iran.", "Georgia"),
    ("Voters in Georgia and Alabama condemned Iran.", "Georgia"),
    ("Michael Jordan flew to Doha. Jordan praised Qatar.", "Jordan"),
    ("Jordan said he would never forgive Iran.", "Jordan"),
    ("George Washington praised Spain.", "United States"),
    ("The Gulf of Guinea is patrolled by Togo, which attacked pirates there.", "Guinea"),
    ("Militants in the Niger Delta attacked an Italian ship.", "Niger"),
    ("The Niger River flooded, and Mali asked for help.", "Niger"),
    ("The Congo River flooded, and Gabon asked for help.", "DR Congo"),
    ("Veterans of the Korean War criticised Canada.", "South Korea"),
    ("The Dominican government criticised Haiti.", "Dominica"),
    ("The Dominican government criticised Haiti.", "Dominican Republic"),
    ("Dominican officials met envoys from Cuba.", "Dominican Republic"),
    ("China signed the Paris Agreement.", "France"),
    ("The Paris climate agreement was rejected by Brazil.", "France"),
    ("The United States left the Paris accord.", "France"),
    ("The Treaty of Paris was signed by Spain.", "France"),
    ("Paris Hilton praised Oman.", "France"),
    ("The Geneva Conventions were rejected by Iran.", "Switzerland"),
    ("Turkey is served with gravy at Thanksgiving, Canada said.", "Turkey"),
    ("A wild turkey attacked a Canadian policeman.", "Turkey"),
    ("Chad told his wife that he loved Peru.", "Chad"),
    ("Chad and his brother criticised Iran.", "Chad"),
    ("Tom Holland praised Oman.", "Netherlands"),
    ("Ferries on Georgian Bay were attacked by pirates.", "Georgia"),
    ("A ship was attacked in the English Channel.", "United Kingdom"),
    ("Pirates attacked a ship in the Persian Gulf.", "Iran"),
    ("Pirates attacked a ship in the Indian Ocean.", "India"),
    ("New Mexico criticised Iran.", "Mexico"),
    ("British Columbia criticised Iran.", "United Kingdom"),
    ("The Cuban Missile Crisis alarmed Canada.", "Cuba"),
    ("French fries were banned by Iran.", "France"),
]

# text; the name, and who may be meant
UNDECIDED = [
    ("Dominican officials met envoys from Cuba.", "officials", "Dominica or Dominican Republic"),
    ("Chad and his brother criticised Iran.", "Chad", "Chad"),
    ("Bush criticised Oman.", "Bush", "George H.W. Bush or George W. Bush"),
]  # fmt: skip


def read(text: str) -> tuple[Claim, ...]:
    [(_, claims)] = extract([Document(id="trap.txt", text=text, date=WEDNESDAY)])
    return claims


def parties(claims: tuple[Claim, ...]) -> list[Party]:
    return [party for claim in claims for party in (*claim.actors, *claim.recipients, *claim.attributed_to)]


def told(claim: Claim) -> str:
    sides = (", ".join(party.name for party in side) for side in (claim.actors, claim.recipients))
    return f"{claim.event} {' > '.join(sides)}"


@pytest.mark.parametrize(("text", "expected"), MEANT)
def test_meant(text: str, expected: str) -> None:
    """The right one of those who share a name."""
    assert expected in [told(claim) for claim in read(text) if claim.kind == "event"]


@pytest.mark.parametrize(("text", "name"), NOT_MEANT)
def test_not_meant(text: str, name: str) -> None:
    """A person of that name, a place, a treaty or a dish is not the actor that the tables know."""
    known = {actor.iri for actor in catalogue().find(name)}
    assert known
    assert not known & {party.id for party in parties(read(text))}


@pytest.mark.parametrize(("text", "word", "rivals"), UNDECIDED)
def test_undecided(text: str, word: str, rivals: str) -> None:
    """Where nothing in the text decides, it is somebody of this text only, and those who may be meant are told."""
    [party] = [party for party in parties(read(text)) if word in party.text]
    assert "/unnamed/" in party.id
    assert party.why.endswith(rivals)
    assert party.kind != "state"


def test_same_surname_in_two_texts() -> None:
    """Two texts that leave open which Bush is meant don't make one person of them."""
    documents = [Document(id=f"{n}.txt", text="Bush criticised Oman.", date=WEDNESDAY) for n in range(2)]
    first, second = (parties(claims)[0].id for _, claims in extract(documents))
    assert first != second
