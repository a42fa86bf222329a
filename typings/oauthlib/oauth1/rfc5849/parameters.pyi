from collections.abc import Iterable, Mapping

# Of the params, only those named oauth_* go into the header.
def prepare_headers(
    params: dict[str, str] | Iterable[tuple[str, str]],
    headers: Mapping[str, str] | None = None,
    realm: str | None = None,
) -> dict[str, str]: ...
def prepare_form_encoded_body(
    oauth_params: Iterable[tuple[str, str]], body: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]: ...
def prepare_request_uri_query(
    oauth_params: Iterable[tuple[str, str]], uri: str
) -> str: ...
