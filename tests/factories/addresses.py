"""Files in the layouts of the national address base, with made-up lines."""

import gzip
from pathlib import Path

ADDRESSES = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
)
HAMLETS = (
    "id;nom_lieu_dit;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;"
    "source_position;source_nom_lieu_dit"
)


def ban_line(
    street: str,
    number: int,
    suffix: str,
    name: str,
    postcode: str,
    code: str,
    town: str,
    lat: float,
    lon: float,
) -> str:
    """Return the line of an address."""
    identifier = f"{street}_{number:05}" + (f"_{suffix}" if suffix else "")
    place = f"{code};{town};;;0;0;{lon};{lat};entrée;;;{town.upper()};{name.upper()};commune;commune;1;"
    return f"{identifier};{street};{number};{suffix};{name};{postcode};{place}"


def ban_file(path: Path, *lines: str) -> Path:
    """Write a file of addresses, gzipped when its name says so."""
    return _written(path, ADDRESSES, *lines)


def hamlet_file(path: Path, code: str, name: str) -> Path:
    """Write a file of one hamlet of Lisieux."""
    return _written(path, HAMLETS, f"{code};{name};14100;14366;Lisieux;;;0;0;0.21;49.15;commune;commune")


def _written(path: Path, *lines: str) -> Path:
    content = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
