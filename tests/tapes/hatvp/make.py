"""Writes the tapes of interest representatives that do not exist, in tables as the HATVP publishes them."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, archive, write  # noqa: E402  # found through the line above, so that the file runs by itself

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
URL = "https://www.hatvp.fr/agora/opendata/csv/Vues_Separees_CSV.zip"
TARGET = HERE / "zz-fr-register"
TABLES = {
    "1_informations_generales.csv": (
        'representants_id;adresse;denomination;identifiant_national\n0;"1 RUE\nDES ORMES";ORMES IMAGERIE;900000001\n'
    ),
    "8_objets_activites.csv": (
        "activite_id;exercices_id;date_publication_activite;identifiant_fiche;objet_activite\n"
        "150;46;2026-11-17;AAAA1111;Encadrer la reconnaissance faciale dans l'espace public\n"
        "151;47;2026-11-18;BBBB2222;Voirie\n"
    ),
    "13_ministeres_aai_api.csv": (
        "action_representation_interet_id;responsable_public;departement_ministeriel;responsable_public_ou_dpt_ministeriel_autre\n"
        "7;Membre du Gouvernement ou membre de cabinet ministériel; Intérieur;\n7;Député, sénateur;;\n"
    ),
    "14_observations.csv": "action_representation_interet_id;activite_id;observation\n7;150;rencontre du 05/03/2026\n8;150;\n",
    "15_exercices.csv": "exercices_id;representants_id;annee_fin;montant_depense_inf;montant_depense_sup\n46;0;2026;10000;25000\n",
    "6_niveaux_intervention.csv": "niveau_intervention;representants_id\nNational;0\n",
}
CHANGED = {**TABLES, "8_objets_activites.csv": TABLES["8_objets_activites.csv"].replace("identifiant_fiche", "fiche")}
EMPTY = {**TABLES, "8_objets_activites.csv": TABLES["8_objets_activites.csv"].partition("\n")[0] + "\n"}
MISSING = {name: text for name, text in TABLES.items() if not name.startswith("15")}


def answer(tables: dict[str, str], keep: int | None = None) -> Answer:
    """The archive."""
    return Answer(url=URL, body=archive(tables)[:keep], type="application/zip")


TAPES = {
    "happy.warc": [answer(TABLES)],
    "fail-column.warc": [answer(CHANGED)],
    "fail-empty.warc": [answer(EMPTY)],
    "fail-missing.warc": [answer(MISSING)],
    "fail-truncated.warc": [answer(TABLES, 700)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
