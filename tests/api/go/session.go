// Talks to a server through the client that oapi-codegen made from its document: two people register and write to each
// other. Every reply has to have the status and the type that the document names.
//
//	session http://127.0.0.1:8080/api
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"session/parley"
)

const (
	password = "seven green bottles hanging"
	patience = 30 * time.Second
	pause    = 50 * time.Millisecond
)

var background = context.Background()

// Ends the program unless the call went well and has its typed reply.
func must[Reply any](reply *Reply, response *http.Response, err error, what string) *Reply {
	if err != nil {
		fail("%s: %v", what, err)
	}
	if reply == nil {
		fail("%s: status %d has no reply of the type that was expected", what, response.StatusCode)
	}
	return reply
}

func expect(holds bool, what string) {
	if !holds {
		fail("%s", what)
	}
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(1)
}

func client(url string, token string) *parley.ClientWithResponses {
	made, err := parley.NewClientWithResponses(url, parley.WithRequestEditorFn(
		func(_ context.Context, request *http.Request) error {
			if token != "" {
				request.Header.Set("Authorization", "Bearer "+token)
			}
			return nil
		}))
	if err != nil {
		fail("no client: %v", err)
	}
	return made
}

func register(url string, name string) (*parley.SignInReply, *parley.ClientWithResponses) {
	response, err := client(url, "").AccountRegisterWithResponse(background,
		parley.AccountRegisterJSONRequestBody{Username: name, Password: password})
	person := must(response.JSON201, response.HTTPResponse, err, "register")
	return person, client(url, person.AccessToken)
}

func talk(url string) {
	ann, anns := register(url, "go-ann")
	bob, bobs := register(url, "go-bob")

	opened, err := anns.DirectOpenWithResponse(background, bob.User.Id)
	conversation := must(opened.JSON200, opened.HTTPResponse, err, "direct").Conversation

	key := "only-once"
	text := parley.MessageSendJSONRequestBody{Body: "Hello from Go"}
	params := &parley.MessageSendParams{IdempotencyKey: &key}
	sent, err := anns.MessageSendWithResponse(background, conversation.Id, params, text)
	first := must(sent.JSON201, sent.HTTPResponse, err, "send")
	expect(sent.Headers201 != nil && sent.Headers201.Location != nil, "a message that was made has a Location")
	repeated, err := anns.MessageSendWithResponse(background, conversation.Id, params, text)
	again := must(repeated.JSON200, repeated.HTTPResponse, err, "send again")
	expect(again.Message.Seq == first.Message.Seq, "a repeated message is the first one")

	listed, err := bobs.MessageListWithResponse(background, conversation.Id, &parley.MessageListParams{})
	page := must(listed.JSON200, listed.HTTPResponse, err, "list")
	expect(len(page.Messages) == 1 && page.Messages[0].Sender == ann.User.Id, "Bob reads what Ann wrote")

	hits := find(bobs, "hello")
	expect(len(hits) == 1 && hits[0].Message.Body == "Hello from Go", "Bob finds it")
}

// The server indexes a message soon after it was sent.
func find(person *parley.ClientWithResponses, word string) []parley.SearchResult {
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		found, err := person.SearchWithResponse(background, &parley.SearchParams{Q: &word})
		hits := must(found.JSON200, found.HTTPResponse, err, "search").Hits
		if len(hits) > 0 || time.Now().After(deadline) {
			return hits
		}
	}
}

// What is refused has a type too.
func beRefused(url string) {
	taken, err := client(url, "").AccountRegisterWithResponse(background,
		parley.AccountRegisterJSONRequestBody{Username: "go-ann", Password: password})
	problem := must(taken.ApplicationproblemJSON409, taken.HTTPResponse, err, "register again")
	expect(problem.Code == "username_taken", "a name that is taken has its code")
	stranger, err := client(url, "").MeGetWithResponse(background)
	must(stranger.ApplicationproblemJSON401, stranger.HTTPResponse, err, "a stranger's profile")
}

func main() {
	talk(os.Args[1])
	beRefused(os.Args[1])
}
