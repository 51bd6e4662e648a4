// Does with the official client what each line of its standard input says, and tells on its
// standard output what came of it: {id, result} or {id, error}, and {id, progress} before that.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type command struct {
	Do        string          `json:"do"`
	ID        int             `json:"id"`
	URL       string          `json:"url"`
	Key       string          `json:"key"`
	Era       string          `json:"era"`
	Name      string          `json:"name"`
	URI       string          `json:"uri"`
	Level     string          `json:"level"`
	Call      int             `json:"call"`
	Arguments json.RawMessage `json:"arguments"`
	Options   struct {
		Timeout int `json:"timeout"`
	} `json:"options"`
}

type driver struct {
	mu       sync.Mutex
	session  *mcp.ClientSession
	cancels  map[int]context.CancelFunc
	messages []any
	notices  []any
}

// The bearer key, on each request.
type bearer struct{ key string }

func (b bearer) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+b.key)
	return http.DefaultTransport.RoundTrip(request)
}

func (d *driver) tell(event map[string]any) {
	line, err := json.Marshal(event)
	if err != nil {
		panic(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	fmt.Println(string(line))
}

func (d *driver) notice(method string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.notices = append(d.notices, map[string]any{"method": method})
}

// Answers that a test can tell again.
func (d *driver) options() *mcp.ClientOptions {
	return &mcp.ClientOptions{
		CreateMessageHandler: func(_ context.Context, r *mcp.CreateMessageRequest) (*mcp.CreateMessageResult, error) {
			text := fmt.Sprintf("sampled %d", r.Params.MaxTokens)
			return &mcp.CreateMessageResult{Role: "assistant", Model: "of-the-test", Content: &mcp.TextContent{Text: text}}, nil
		},
		ElicitationHandler: func(context.Context, *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
			return &mcp.ElicitResult{Action: "accept", Content: map[string]any{"name": "Ana"}}, nil
		},
		ToolListChangedHandler: func(context.Context, *mcp.ToolListChangedRequest) {
			d.notice("notifications/tools/list_changed")
		},
		LoggingMessageHandler: func(_ context.Context, r *mcp.LoggingMessageRequest) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.messages = append(d.messages, r.Params)
		},
		ProgressNotificationHandler: func(_ context.Context, r *mcp.ProgressNotificationClientRequest) {
			d.tell(map[string]any{"id": r.Params.ProgressToken, "progress": r.Params})
		},
	}
}

func (d *driver) connect(ctx context.Context, c command) (any, error) {
	client := mcp.NewClient(&mcp.Implementation{Name: "go", Version: "1"}, d.options())
	client.AddRoots(&mcp.Root{URI: "file:///of/the/test", Name: "test"})
	transport := &mcp.StreamableClientTransport{
		Endpoint:   c.URL,
		HTTPClient: &http.Client{Transport: bearer{c.Key}},
	}
	wanted := &mcp.ClientSessionOptions{}
	if c.Era == "legacy" {
		wanted.ProtocolVersion = "2025-11-25"
	}
	session, err := client.Connect(ctx, transport, wanted)
	if err != nil {
		return nil, err
	}
	d.session = session
	return map[string]any{"version": session.InitializeResult().ProtocolVersion}, nil
}

func (d *driver) call(ctx context.Context, c command) (any, error) {
	params := &mcp.CallToolParams{Name: c.Name, Arguments: c.Arguments, Meta: mcp.Meta{}}
	params.SetProgressToken(c.ID)
	return d.session.CallTool(ctx, params)
}

func (d *driver) prompt(ctx context.Context, c command) (any, error) {
	params := &mcp.GetPromptParams{Name: c.Name}
	if err := json.Unmarshal(c.Arguments, &params.Arguments); err != nil {
		return nil, err
	}
	return d.session.GetPrompt(ctx, params)
}

func (d *driver) do(ctx context.Context, c command) (any, error) {
	switch c.Do {
	case "connect":
		return d.connect(context.WithoutCancel(ctx), c)
	case "listTools":
		return d.session.ListTools(ctx, nil)
	case "listResources":
		return d.session.ListResources(ctx, nil)
	case "readResource":
		return d.session.ReadResource(ctx, &mcp.ReadResourceParams{URI: c.URI})
	case "listPrompts":
		return d.session.ListPrompts(ctx, nil)
	case "getPrompt":
		return d.prompt(ctx, c)
	case "setLevel":
		return struct{}{}, d.session.SetLoggingLevel(ctx, &mcp.SetLoggingLevelParams{Level: mcp.LoggingLevel(c.Level)})
	case "callTool":
		return d.call(ctx, c)
	case "close":
		return struct{}{}, d.session.Close()
	case "listen":
		// The client listens by itself.
		return struct{}{}, nil
	case "heard":
		d.mu.Lock()
		defer d.mu.Unlock()
		return map[string]any{"messages": d.messages, "notices": d.notices}, nil
	case "abort":
		d.mu.Lock()
		defer d.mu.Unlock()
		d.cancels[c.Call]()
		return struct{}{}, nil
	default:
		return nil, fmt.Errorf("unknown command %s", c.Do)
	}
}

func (d *driver) obey(c command) {
	ctx, cancel := context.WithCancel(context.Background())
	if c.Options.Timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, time.Duration(c.Options.Timeout)*time.Millisecond)
	}
	defer cancel()
	d.mu.Lock()
	d.cancels[c.ID] = cancel
	d.mu.Unlock()
	result, err := d.do(ctx, c)
	if err == nil {
		d.tell(map[string]any{"id": c.ID, "result": result})
		return
	}
	var code int64
	var wire *jsonrpc.Error
	if errors.As(err, &wire) {
		code = wire.Code
	}
	d.tell(map[string]any{"id": c.ID, "error": map[string]any{"code": code, "message": err.Error()}})
}

func main() {
	d := &driver{cancels: map[int]context.CancelFunc{}}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var c command
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			panic(err)
		}
		go d.obey(c)
	}
}
