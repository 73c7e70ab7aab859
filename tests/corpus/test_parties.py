"""The parties named in a contract's opening words."""

from __future__ import annotations

import pytest

from corpus.parties import parties_defined, parties_in
from corpus.signatories import signatories

CASES = [
    ("Entre ACME SA, dont le siège est à Huy, ci-après « le Vendeur »,\net Jean Roux, "
     "ci-après dénommé « l’Acheteur ».", [("ACME SA", "le Vendeur"), ("Jean Roux", "l’Acheteur")]),
    ("Tussen: Delta NV, met zetel te Gent, hierna “de Verhuurder”\nen\nAn Maes, hierna genoemd "
     "“de Huurder”", [("Delta NV", "de Verhuurder"), ("An Maes", "de Huurder")]),
    ("This agreement is between Elm Ltd (the “Supplier”) and Oak plc (the “Customer”).",
     [("Elm Ltd", "Supplier"), ("Oak plc", "Customer")]),
    ("- Controller: {{customer}}\n- Processor: Elm Ltd",
     [("", "Controller"), ("Elm Ltd", "Processor")]),
    ("La société [NOM] (ci-après « le Prestataire ») et « le client »",
     [("", "le Prestataire"), ("", "le client")]),
    ("Le Vendeur et l'Acheteur sont désignés ensemble les « Parties ».", []),
    ("Le règlement (UE) 2016/679 (ci-après « RGPD ») s'applique au présent contrat.", []),
    ("Partijen:\n\n1. Jansen Advies, gevestigd te Utrecht, hierna “Opdrachtgever”;\n"
     "2. Ann Pieters, gevestigd te Breda, hierna “Opdrachtnemer”;",
     [("Jansen Advies", "Opdrachtgever"), ("Ann Pieters", "Opdrachtnemer")]),
    ("Les soussignés : Parties & Fêtes SA, ci-après « le Vendeur »",
     [("Parties & Fêtes SA", "le Vendeur")]),
    ("THIS AGREEMENT is dated 3 May 2025\n\nPARTIES\n\n(1) NORTH LIMITED incorporated in England "
     "(“Licensor”).\n(2) SOUTH LIMITED incorporated in Wales (“Licensee”).",
     [("NORTH LIMITED", "Licensor"), ("SOUTH LIMITED", "Licensee")]),
    ("The Contract Company Ltd (the “Supplier”)", [("Contract Company Ltd", "Supplier")]),
    ("STATUTS DE L'ASBL\n\nArt. 1er. L'association est dénommée « Les Amis ».", []),
    ("ACME SA est dénommée « le Vendeur » et Jean Roux, dénommé « Le Voisin »",
     [("ACME SA", "le Vendeur"), ("Jean Roux", "Le Voisin")]),
    ("ENTRE LES SOUSSIGNÉS :\n\nLa société privée à responsabilité limitée « MEUSE », dont le "
     "siège est à Namur,\nci-après dénommée « le Prestataire »,\n\nET :\n\nLa société civile "
     "« DELVAUX & FILS », à Huy, ci-après dénommée « le Client »",
     [("MEUSE", "le Prestataire"), ("DELVAUX & FILS", "le Client")]),
    ("bij de Licentie\nModel van de sector\n\nPARTIJEN:\n\n1. De besloten vennootschap Leerkompas "
     "BV, met zetel te Gent, hierna te noemen: “de Verwerker”",
     [("Leerkompas BV", "de Verwerker")]),
    ("PhotoRun, dont le siège est à Huy,\nci-après dénommée le Responsable de Traitement,\nEt :\n"
     "[NOM],\nci-après dénommé le Sous-traitant,", [("PhotoRun", "Responsable de Traitement"),
     ("", "Sous-traitant")]),
    ("(1) Elm Ltd, incorporated in England (Processor)\n(2) Oak plc, of Leeds (Controller)",
     [("Elm Ltd", "Processor"), ("Oak plc", "Controller")]),
    ("Starlink répare le Service. Contrat de niveau de service (le « SLA »)", []),
    ("This Data Processing Addendum (the “Addendum”) binds Elm Ltd (the “Supplier”)",
     [("Elm Ltd", "Supplier")]),
    ("This agreement binds Elm Ltd (“Elm”) as set out in the order (the “Order Summary”).",
     [("Elm Ltd", "Elm")]),
    ("Table des matières (ci-après « CGVU »)\nUtilisateurs du Portail (ci-après « Réseau »)", []),
    ("MOSELAN GESTION, ci-après « GESTIONNAIRE »", [("MOSELAN GESTION", "GESTIONNAIRE")]),
    ("Les données du client (“s documented instructions. Customer”)", []),
    ("I. Sluis Techniek B.V., gevestigd te Best, verder te noemen “Opdrachtnemer”",
     [("Sluis Techniek B.V.", "Opdrachtnemer")]),
    ("between OAK PILLARS, INC., of Leeds (the “Company”)", [("OAK PILLARS, INC.", "Company")]),
    ("conclu entre le Client, agissant seul, et la société Orme SARL, société à responsabilité "
     "limitée, immatriculée à Huy, agissant pour elle (désignée « Orm3 » ou le « Sous-traitant »).",
     [("", "Client"), ("Orme SARL", "Orm3"), ("Orme SARL", "Sous-traitant")]),
    ("**ENTRE :**\n\n**Le Responsable de Traitement** (ci-après « l'Hôtelier ») :\n\n"
     "- Raison sociale : ______\n- Pays : ______\n\n**ET :**\n\n**Le Sous-traitant** :\n\n"
     "- Raison sociale : **Orme SARL**\n- Adresse : ______",
     [("", "l'Hôtelier"), ("Orme SARL", "Sous-traitant")]),
    ("ENTRE :\n\nLa SRL ORME & FILS, dont le siège est à Huy, ci-après « l'Affilié » ;\n\nET :\n\n"
     "L'ASBL LES SAULES, secrétariat social, ci-après « le Bureau » ;",
     [("SRL ORME & FILS", "l'Affilié"), ("ASBL LES SAULES", "le Bureau")]),
    ("L'Orée SA, à Huy, ci-après « le Client »", [("L'Orée SA", "le Client")]),
    ("BETWEEN\n\n(1) ELM LIMITED, of Cork (the \"Customer\"); and\n\n(2) OAK MAIL LIMITED, of Cork "
     "(\"Oak\").", [("ELM LIMITED", "Customer"), ("OAK MAIL LIMITED", "Oak")]),
    ("This agreement, from ______ (\"Effective Date\"), binds Elm Ltd (the \"Supplier\").",
     [("Elm Ltd", "Supplier")]),
    ("de stichting Kaarten, hierna te noemen: de Licentienemer;", [("Kaarten", "Licentienemer")]),
    ("TUSSEN\n\nBeuk vzw, met zetel te Gent,\nhierna \"de Verwerker\" genoemd,\n\nEN\n\n"
     "de club die het formulier vermeldt,\nhierna \"de Club\" genoemd,",
     [("Beuk vzw", "de Verwerker"), ("", "de Club")]),
    ("Entre ORME SA, à Huy, ci-après le « Prestataire », et Hêtre SRL, à Spa, ci-après « le "
     "Donneur d'ordre »", [("ORME SA", "Prestataire"), ("Hêtre SRL", "le Donneur d'ordre")]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "parties"), CASES, ids=[words[:40] for words, _ in CASES])
def test_parties(words: str, parties: list[tuple[str, str]]) -> None:
    assert [(party.name, party.role) for party in parties_in(words)] == parties


DEFINED = [
    ({"Prestataire": "« Prestataire » : ORME SRL, identifiée ci-dessus ;",
      "Bois": "« Bois » : ORME SA",
      "Client": "« Client » : l'entreprise qui signe le bon de commande."},
     [("ORME SRL", "Prestataire"), ("", "Client")]),
    ({"Société": "Société désigne Orme une SAS au capital de 10 euros.\nHêtre SA est sa mère."},
     [("Orme", "Société")]),
    ({"Verkoper": "**Verkoper**: de besloten vennootschap Olm BV, te Gent;"},
     [("Olm BV", "Verkoper")]),
    ({"Supplier": "“Supplier” means Elm Ltd, a company of Cork."}, [("Elm Ltd", "Supplier")]),
    ({"Responsable de traitement": "Responsable de traitement : la personne physique ou morale qui",
      "Sous-traitant": "Sous-traitant : celui qui traite pour lui, tel que Orme SA."}, []),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "parties"), DEFINED, ids=[next(iter(one)) for one, _ in DEFINED])
def test_parties_that_are_defined(terms: dict[str, str], parties: list[tuple[str, str]]) -> None:
    found = parties_defined(list(terms.items()))
    assert [(party.name, party.role) for party in found] == parties


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        (
            "Entre les soussignées :\n\n**Orme**, société par actions simplifiée, à Lyon,\n\n"
            "et\n\n**Maison Hêtre**, dont le siège social est à Dijon,\n\nIl est exposé que",
            ["Orme", "Maison Hêtre"],
        ),
        (
            "TUSSEN:\n1. Beuk BV, met zetel te Gent, en\n2. Den NV, ingeschreven te Brugge",
            ["Beuk BV", "Den NV"],
        ),
        ("Entre Orme, société à Lyon, et son client,", []),
        ("Orme, société à Lyon\nHêtre, société à Dijon", []),
    ],
)
def test_parties_that_are_called_by_their_names_are_told_by_what_stands_behind(
    opening: str, names: list[str]
) -> None:
    assert [(one.name, one.role) for one in signatories(opening)] == [(n, n) for n in names]
