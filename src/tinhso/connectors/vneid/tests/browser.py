"""A browser of the plainest kind: a real HTTP client with cookies that fills in the forms it is shown."""

import re
from html import unescape
from urllib.parse import urljoin

import httpx


class Browser:
    def __init__(self, address):
        self.address = address
        self.client = httpx.Client(base_url=address, timeout=20, follow_redirects=True)
        self.page = None
        self.visited = []

    def open(self, path):
        return self._see(self.client.get(path))

    def send(self, path=None, **values):
        """Sends the form of the page, with its token, to the page itself or to ``path``."""
        url = urljoin(str(self.page.url), path or str(self.page.url))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page.text)
        hidden = dict(re.findall(r'<input type="hidden" name="(next)" value="([^"]*)"', self.page.text))
        data = {**{k: unescape(v) for k, v in hidden.items()}, **values, "csrfmiddlewaretoken": token[1]}
        return self._see(self.client.post(url, data=data, headers={"Referer": str(self.page.url)}))

    def follow(self, words):
        """Opens the link with those words."""
        for href, text in re.findall(r'<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>', self.page.text, re.S):
            if words in unescape(re.sub("<[^>]+>", "", text)):
                return self.open(urljoin(str(self.page.url), unescape(href)))
        raise AssertionError(f"no link says {words}")

    def _see(self, response):
        self.page = response
        self.visited += [str(step.url) for step in (*response.history, response)]
        return response

    @property
    def path(self):
        return self.page.url.raw_path.decode()

    def close(self):
        self.client.close()
