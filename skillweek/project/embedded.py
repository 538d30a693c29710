from pathlib import Path


def socket_folder(data_dir: Path) -> Path:
    return data_dir / "postgres" / "socket"
