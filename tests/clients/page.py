"""Walks through Hearth's own pages as a browser without JavaScript does: fills a form in and sends it."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import requests


class Forms(HTMLParser):
    """The forms of a page, with what stands in their fields."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self.words = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append({"action": attrs.get("action", ""), "fields": {}, "buttons": []})
        elif tag == "input" and self.forms and "name" in attrs:
            self.forms[-1]["fields"][attrs["name"]] = attrs.get("value", "")
        elif tag == "button" and self.forms and "name" in attrs:
            self.forms[-1]["buttons"].append((attrs["name"], attrs.get("value", "")))

    def handle_data(self, data):
        self.words.append(data)


class Browser:
    """A browser that keeps cookies and runs no scripts."""

    def __init__(self):
        self.session = requests.Session()
        self.answer = None

    def open(self, address):
        self.answer = self.session.get(address)
        self.answer.raise_for_status()
        return self

    def page(self):
        page = Forms()
        page.feed(self.answer.text)
        return page

    def send(self, filled, button=None, follow=True):
        """Sends the form that has all the filled fields (and the button), as it stands but for them."""
        wanted = set(filled)
        for form in self.page().forms:
            if wanted <= set(form["fields"]) and (button is None or button in form["buttons"]):
                fields = {**form["fields"], **filled, **dict([button] if button else [])}
                address = urljoin(self.answer.url, form["action"])
                headers = {"origin": "/".join(self.answer.url.split("/")[:3])}
                self.answer = self.session.post(address, data=fields, headers=headers, allow_redirects=follow)
                return self
        raise AssertionError(f"no form with {wanted} and {button} on {self.answer.url}: {self.answer.text}")

    def session_code(self):
        """The code that the page shows to be copied."""
        code = [value for form in self.page().forms for name, value in form["fields"].items() if name == "code"]
        words = [word.strip() for word in self.page().words]
        found = code or [word for word in words if len(word) > 30 and " " not in word]
        assert len(found) == 1, self.answer.text
        return found[0]
