"""Talks to a server through the client that openapi-python-client made from its document: two people register and write
to each other. Every reply has to have the status and the type that the document names.

  python_session.py http://127.0.0.1:8080/api     the client is the package parley_client
"""

import sys
import time

from parley_client import AuthenticatedClient, Client
from parley_client.api.account import account_register
from parley_client.api.direct import direct_open
from parley_client.api.me import me_get
from parley_client.api.message import message_list, message_send
from parley_client.api.search import search
from parley_client.models import (AccountRegisterBody, ConversationSummary, MessageList, MessageSendBody, Problem,
                                  SearchResults, SentMessage, SignInReply)

PASSWORD = "seven green bottles hanging"
PATIENCE_SECONDS = 30


def reply(response, status, kind):
    assert response.status_code == status, response
    assert isinstance(response.parsed, kind), response
    return response.parsed


class Session:
    def __init__(self, url):
        self._url = url

    def register(self, name, status=201, kind=SignInReply):
        body = AccountRegisterBody(username=name, password=PASSWORD)
        return reply(account_register.sync_detailed(client=Client(base_url=self._url), body=body), status, kind)

    def client(self, person):
        return AuthenticatedClient(base_url=self._url, token=person.access_token, raise_on_unexpected_status=True)

    def talk(self):
        ann, bob = self.register("py-ann"), self.register("py-bob")
        anns, bobs = self.client(ann), self.client(bob)
        opened = reply(direct_open.sync_detailed(bob.user.id, client=anns), 200, ConversationSummary)
        conversation = opened.conversation.id

        def send(status):
            return reply(message_send.sync_detailed(conversation, client=anns, idempotency_key="only-once",
                                                    body=MessageSendBody(body="Hello from Python")),
                         status, SentMessage)

        assert send(201).message.seq == send(200).message.seq
        page = reply(message_list.sync_detailed(conversation, client=bobs), 200, MessageList)
        assert [message.sender for message in page.messages] == [ann.user.id], page
        assert [hit.message.body for hit in self.find(bobs, "hello")] == ["Hello from Python"]

    def find(self, client, word):
        """Returns the hits. The server indexes a message soon after it was sent."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            results = reply(search.sync_detailed(client=client, q=word), 200, SearchResults)
            if results.hits or time.monotonic() > deadline:
                return results.hits
            time.sleep(0.05)

    def be_refused(self):
        """What is refused has a type too."""
        assert self.register("py-ann", 409, Problem).code == "username_taken"
        stranger = AuthenticatedClient(base_url=self._url, token="nobody")
        reply(me_get.sync_detailed(client=stranger), 401, Problem)


if __name__ == "__main__":
    session = Session(sys.argv[1])
    session.talk()
    session.be_refused()
