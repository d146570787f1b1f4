"""Personal data is covered, and what only looks like it is not: lines that we wrote ourselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beltplan.skills.cleaning import clean
from beltplan.skills.masking import mask

# A line, and what must be covered in it; names, addresses and numbers are made up.
PERSONAL: list[tuple[str, tuple[str, ...]]] = [
    ("Kontakta Anna-Karin Öberg", ("Anna-Karin Öberg",)),
    ("Kontakta vår HR-chef Anna Berg för mer information.", ("Anna Berg",)),
    ("Kontaktperson: Per-Olof Åström, platschef", ("Per-Olof Åström",)),
    ("Frågor besvaras av rekryterande chef Lars Nilsson.", ("Lars Nilsson",)),
    (
        "Har du frågor? Ring enhetschef Åsa Lindqvist på telefon 0910-12 34 56.",
        ("Åsa Lindqvist", "0910-12 34 56"),
    ),
    ("Facklig kontakt: Unionen, Eva Ek, tel 090-12 34 56", ("090-12 34 56",)),
    ("Fackliga företrädare: Johan Wikström och Maria Sjö", ("Johan Wikström", "Maria Sjö")),
    ("Upplysningar lämnas av produktionschef Erik von Essen", ("Erik von Essen",)),
    ("Kontakt\nSara Holm\n070-123 45 67", ("Sara Holm", "070-123 45 67")),
    ("Med vänliga hälsningar,\nKarin Ödman", ("Karin Ödman",)),
    ("Lisätietoja antaa Matti Meikäläinen", ("Matti Meikäläinen",)),
    (
        "Lisätietoja tehtävästä antaa rehtori Liisa Mäkelä-Korhonen, puh. 040 123 4567",
        ("Liisa Mäkelä-Korhonen", "040 123 4567"),
    ),
    (
        "Lisätiedot: tuotantopäällikkö Jukka Virtanen p. 050-1234567",
        ("Jukka Virtanen", "050-1234567"),
    ),
    ("Tiedustelut: palvelupäällikkö Päivi Niemi", ("Päivi Niemi",)),
    ("Ota yhteyttä Mika Laineeseen numeroon 0400 123 456", ("0400 123 456",)),
    (
        "Yhteyshenkilö: Timo Järvinen, timo.jarvinen@firma.fi",
        ("Timo Järvinen", "timo.jarvinen@firma.fi"),
    ),
    ("Ystävällisin terveisin\nSanna Koski", ("Sanna Koski",)),
    ("Spørsmål til stillingen: avdelingsleder Kari Nordmann", ("Kari Nordmann",)),
    ("Kontaktperson: Ola Nordmann, tlf. 912 34 567", ("Ola Nordmann", "912 34 567")),
    ("Henvendelser til daglig leder Bjørn Ås, mobil 91234567", ("Bjørn Ås", "91234567")),
    ("Vennlig hilsen Ingrid Øverland", ("Ingrid Øverland",)),
    ("Tillitsvalgt Per Hansen kan kontaktes på 22 33 44 55", ("22 33 44 55",)),
    ("Contact our recruiter Jane O'Neil for details.", ("Jane O'Neil",)),
    (
        "Please contact HR manager John Smith at +44 20 7946 0958",
        ("John Smith", "+44 20 7946 0958"),
    ),
    ("Best regards, Mary Jones", ("Mary Jones",)),
    ("Skicka ansökan till anna (at) foo.se", ("anna (at) foo.se",)),
    ("Lähetä hakemus anna[at]foo.fi", ("anna[at]foo.fi",)),
    ("Mejla anna.berg(a)foo.se senast fredag", ("anna.berg(a)foo.se",)),
    ("Send to john.smith at firma dot com", ("john.smith at firma dot com",)),
    ("Mail: kari@firma.no", ("kari@firma.no",)),
    ("Telefon +46 (0)90-123 45 67", ("+46 (0)90-123 45 67",)),
    ("Ring 0910 12 34 56", ("0910 12 34 56",)),
    ("Puh. +358 40 123 4567", ("+358 40 123 4567",)),
    ("Tel: 0046 70 123 45 67", ("0046 70 123 45 67",)),
    ("Tlf: (+47) 912 34 567", ("(+47) 912 34 567",)),
    ("Ring 08-12 34 56 00 eller 070 – 123 45 67", ("08-12 34 56 00",)),
    ("Puhelin 09 123 4567", ("09 123 4567",)),
    ("tel.070-1234567", ("070-1234567",)),
    ("0910-12 34 56/070-123 45 67", ("0910-12 34 56", "070-123 45 67")),
    ("Mobil 070.123.45.67", ("070.123.45.67",)),
    ("Personnummer 19800101-1234", ("19800101-1234",)),
    ("800101-1234", ("800101-1234",)),
    ("198001011234", ("198001011234",)),
    ("Henkilötunnus 131052-308T", ("131052-308T",)),
    ("131052A308T", ("131052A308T",)),
    ("010190Y123B", ("010190Y123B",)),
    ("Fødselsnummer 01019012345", ("01019012345",)),
    ("fnr 010190 12345", ("010190 12345",)),
]
HARMLESS = [
    "ISO 9001:2015, ISO 14001 och ISO/IEC 17025",
    "SS-EN 50110-1, IEC 62443-4-1, EN ISO 3834-2",
    "Lön 28 000-35 000 kr/mån",
    "Palkka 2 800 – 3 500 euroa kuukaudessa",
    "Lønn 550 000 – 700 000 kr",
    "Omsättning 1 500 000 000 kr",
    "Start 2026-08-01, sista ansökningsdag 2026-06-15",
    "Hakuaika 1.8.2026–31.8.2026",
    "Søknadsfrist 01.08.2026",
    "Arbetstid 08.00-17.00, skift 22.00–06.00",
    "kl. 06:30-14:30",
    "Postadress 931 32 Skellefteå",
    "Organisationsnummer 556677-8899",
    "http://data.europa.eu/esco/skill/8d3e8aaa-791b-4c75-a465-f3f827028f50",
    "http://data.europa.eu/esco/isco/C8131",
    "SSYK 8189, ISCO-08 3119, 0714",
    "Kontakta Skellefteå Kommun för mer information",
    "Contact Northvolt Ett for details",
    "Kontakt: Region Västerbotten",
    "Siemens S7-1500, SIMATIC 6ES7 512-1CK01",
    "Perioden 2019-2024 och 2020/2021",
    "Erfarenhet av Lean Manufacturing och Six Sigma",
    "Chef Human Resources",
    "Projektledare Bygg Norr",
    "Produktionsledare till Volvo Group",
    "Vi finns i Umeå, Luleå och Mo i Rana",
    "CAS 7439-93-2, litiumhydroxid 1310-65-2",
    "Diarienummer 2026/1234",
    "3 000 anställda och 60 GWh",
    "Tillsammans med Matti Meikäläinen Oy",
    "Teamleder Drift Vedlikehold",
    "12 500 000 NOK",
    "20260801",
]
ADVERTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "skills_eval"


@pytest.mark.parametrize(("line", "personal"), PERSONAL)
def test_what_is_personal_is_covered(line: str, personal: tuple[str, ...]) -> None:
    covered = mask(line)
    assert len(covered) == len(line)
    for part in personal:
        at = line.index(part)
        assert set(covered[at : at + len(part)]) == {"_"}, covered


@pytest.mark.parametrize("line", HARMLESS)
def test_what_is_not_personal_stays(line: str) -> None:
    assert mask(line) == line


def test_words_around_a_name_stay() -> None:
    covered = mask("Kontakta vår HR-chef Anna Berg om erfarenhet av elektrodbeläggning.")
    assert covered == "Kontakta vår HR-chef _________ om erfarenhet av elektrodbeläggning."


def test_nothing_is_covered_in_adverts_without_personal_data() -> None:
    """The adverts of the evaluation were freed of personal data by those who collected them."""
    files = sorted(ADVERTS.glob("ads_*/*.jsonl"))
    if not files:
        pytest.skip("the evaluation's adverts are not here")
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            text = clean(json.loads(line)["text"])
            assert mask(text) == text
