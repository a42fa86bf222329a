"""The documented ways to call a remote API."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Literal

from ._client import OAuthClient
from ._response import OAuthResponse
from .typing import DataT, Decoder, Format, Method, RequestData, ResponseHead


class Calls(ABC):
    """Give a remote application ``request()`` and a shortcut for each method."""

    @abstractmethod
    def make_client(self, token: object = None) -> OAuthClient:
        """Return the client with the token attached, which :meth:`request` uses.

        Args:
            token: the name of a token, passed to the tokengetter unless ``None``.
        """

    def request(
        self,
        url: str,
        data: RequestData = "",
        headers: Mapping[str, str] | None = None,
        format: Format = "urlencoded",
        method: Method = "GET",
        content_type: str | None = None,
        token: object = None,
        *,
        decoder: Decoder[DataT] | None = None,
    ) -> OAuthResponse[DataT]:
        """Send a request to the remote application, with the token attached.

        Args:
            url: where to; a relative URL is joined with ``base_url``.
            data: with GET, query parameters, appended to those that the URL has. With
                other methods the body: encoded by ``format``, or text or bytes sent as
                they are under ``content_type``.
            headers: extra headers.
            format: ``"urlencoded"`` or ``"json"``.
            method: the HTTP method.
            content_type: the media type of data that is encoded already.
            token: the name of a token, passed to the tokengetter unless ``None``.
            decoder: turns the parsed data of a 2xx reply into what ``.data`` is.

        Returns:
            the reply, whatever its status. GET and HEAD follow up to five redirects;
            other methods return the redirect.

        Raises:
            OAuthException: ``token_missing``, ``invalid_token``;
                ``origin_not_allowed``: the token must not go there; ``timeout``,
                ``connection_failed``, ``response_too_large``, ``too_many_redirects``,
                ``insecure_transport``, ``invalid_response``.
            TypeError: the data does not fit.
            ValueError: an unknown format or method, or a header that cannot be set.
        """
        return self.make_client(token).request(
            url, data, headers, format, method, content_type, decoder=decoder
        )

    def get(
        self,
        url: str,
        data: RequestData = "",
        headers: Mapping[str, str] | None = None,
        format: Format = "urlencoded",
        method: Literal["GET"] = "GET",
        content_type: str | None = None,
        token: object = None,
        *,
        decoder: Decoder[DataT] | None = None,
    ) -> OAuthResponse[DataT]:
        """Send a GET request; :meth:`request` tells what it returns and raises.

        Args:
            url: where to; a relative URL is joined with ``base_url``.
            data: query parameters, appended to those that the URL has.
            headers: extra headers.
            format: for other methods.
            method: this one; it is here because 0.12 had it.
            content_type: for other methods.
            token: the name of a token, passed to the tokengetter unless ``None``.
            decoder: turns the parsed data of a 2xx reply into what ``.data`` is.
        """
        return self.request(
            url, data, headers, format, method, content_type, token, decoder=decoder
        )

    def post(
        self,
        url: str,
        data: RequestData = "",
        headers: Mapping[str, str] | None = None,
        format: Format = "urlencoded",
        method: Literal["POST"] = "POST",
        content_type: str | None = None,
        token: object = None,
        *,
        decoder: Decoder[DataT] | None = None,
    ) -> OAuthResponse[DataT]:
        """Send a POST request; :meth:`request` tells what it returns and raises.

        Args:
            url: where to; a relative URL is joined with ``base_url``.
            data: the body: encoded by ``format``, or text or bytes sent as they are.
            headers: extra headers.
            format: ``"urlencoded"`` or ``"json"``.
            method: this one; it is here because 0.12 had it.
            content_type: the media type of data that is encoded already.
            token: the name of a token, passed to the tokengetter unless ``None``.
            decoder: turns the parsed data of a 2xx reply into what ``.data`` is.
        """
        return self.request(
            url, data, headers, format, method, content_type, token, decoder=decoder
        )

    def put(
        self,
        url: str,
        data: RequestData = "",
        headers: Mapping[str, str] | None = None,
        format: Format = "urlencoded",
        method: Literal["PUT"] = "PUT",
        content_type: str | None = None,
        token: object = None,
        *,
        decoder: Decoder[DataT] | None = None,
    ) -> OAuthResponse[DataT]:
        """Send a PUT request; :meth:`request` tells what it returns and raises.

        Args:
            url: where to; a relative URL is joined with ``base_url``.
            data: the body: encoded by ``format``, or text or bytes sent as they are.
            headers: extra headers.
            format: ``"urlencoded"`` or ``"json"``.
            method: this one; it is here because 0.12 had it.
            content_type: the media type of data that is encoded already.
            token: the name of a token, passed to the tokengetter unless ``None``.
            decoder: turns the parsed data of a 2xx reply into what ``.data`` is.
        """
        return self.request(
            url, data, headers, format, method, content_type, token, decoder=decoder
        )

    def delete(
        self,
        url: str,
        data: RequestData = "",
        headers: Mapping[str, str] | None = None,
        format: Format = "urlencoded",
        method: Literal["DELETE"] = "DELETE",
        content_type: str | None = None,
        token: object = None,
        *,
        decoder: Decoder[DataT] | None = None,
    ) -> OAuthResponse[DataT]:
        """Send a DELETE request; :meth:`request` tells what it returns and raises.

        Args:
            url: where to; a relative URL is joined with ``base_url``.
            data: the body: encoded by ``format``, or text or bytes sent as they are.
            headers: extra headers.
            format: ``"urlencoded"`` or ``"json"``.
            method: this one; it is here because 0.12 had it.
            content_type: the media type of data that is encoded already.
            token: the name of a token, passed to the tokengetter unless ``None``.
            decoder: turns the parsed data of a 2xx reply into what ``.data`` is.
        """
        return self.request(
            url, data, headers, format, method, content_type, token, decoder=decoder
        )

    def patch(
        self,
        url: str,
        data: RequestData = "",
        headers: Mapping[str, str] | None = None,
        format: Format = "urlencoded",
        method: Literal["PATCH"] = "PATCH",
        content_type: str | None = None,
        token: object = None,
        *,
        decoder: Decoder[DataT] | None = None,
    ) -> OAuthResponse[DataT]:
        """Send a PATCH request; :meth:`request` tells what it returns and raises.

        Args:
            url: where to; a relative URL is joined with ``base_url``.
            data: the body: encoded by ``format``, or text or bytes sent as they are.
            headers: extra headers.
            format: ``"urlencoded"`` or ``"json"``.
            method: this one; it is here because 0.12 had it.
            content_type: the media type of data that is encoded already.
            token: the name of a token, passed to the tokengetter unless ``None``.
            decoder: turns the parsed data of a 2xx reply into what ``.data`` is.
        """
        return self.request(
            url, data, headers, format, method, content_type, token, decoder=decoder
        )

    @staticmethod
    def status_okay(resp: ResponseHead) -> bool:
        """Say whether a response's status is fine: 200 or 201.

        Args:
            resp: anything with a ``status``, such as an
                :class:`~flask_oauth.OAuthResponse`.
        """
        return resp.status in (200, 201)
