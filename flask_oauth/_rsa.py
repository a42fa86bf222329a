"""RSA keys, for the signature methods that need one."""

import importlib.util


def check_key(signature_method: str, rsa_key: str) -> None:
    """Check that a private key can be used, and that what uses it is installed.

    Args:
        signature_method: the one that needs it, for the message.
        rsa_key: in PEM.

    Raises:
        ValueError: it cannot.
    """
    for module in ("cryptography", "jwt"):
        if importlib.util.find_spec(module) is None:
            raise ValueError(
                f"{signature_method} needs the package {module!r}: install"
                " Flask-OAuth[rsa]"
            )
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(rsa_key.encode(), None)
    except (TypeError, ValueError) as error:
        raise ValueError("rsa_key is no unencrypted private key in PEM") from error
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("rsa_key is a key, but no RSA key")
