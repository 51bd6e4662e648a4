//! Does with the official client what each line of its standard input says, and tells on its
//! standard output what came of it: {id, result} or {id, error}, and {id, progress} before that.
// What the next revision of the protocol leaves out is still spoken by servers.
#![allow(deprecated)]

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rmcp::model::{
    CallToolRequestParams, ClientCapabilities, CreateMessageRequestParams, CreateMessageResult,
    ElicitRequestParams, ElicitResult, ElicitationAction, GetPromptRequestParams, Implementation,
    InitializeRequestParams, LoggingMessageNotificationParam, ProgressNotificationParam,
    ProtocolVersion, ReadResourceRequestParams, SamplingMessage, SubscriptionFilter,
};
use rmcp::service::{
    ClientLifecycleMode, NotificationContext, RequestContext, RunningService, ServiceError,
    serve_client_with_lifecycle,
};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::{ClientHandler, ErrorData, RoleClient};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::task::AbortHandle;

type Client = RunningService<RoleClient, Heard>;
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn tell(event: Value) {
    println!("{event}");
}

/// What was heard, and the call that progress is about: there is one at a time.
#[derive(Clone, Default)]
struct Heard {
    messages: Arc<Mutex<Vec<Value>>>,
    notices: Arc<Mutex<Vec<Value>>>,
    call: Arc<AtomicU64>,
}

impl Heard {
    fn notice(&self, method: &str) {
        self.notices.lock().unwrap().push(json!({ "method": method }));
    }
}

/// With answers that a test can tell again.
impl ClientHandler for Heard {
    fn get_info(&self) -> InitializeRequestParams {
        let abilities = json!({"sampling": {}, "elicitation": {"form": {}}});
        let abilities: ClientCapabilities = serde_json::from_value(abilities).unwrap();
        InitializeRequestParams::new(abilities, Implementation::new("rust", "1"))
    }

    async fn create_message(
        &self,
        asked: CreateMessageRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<CreateMessageResult, ErrorData> {
        let said = SamplingMessage::assistant_text(format!("sampled {}", asked.max_tokens));
        Ok(CreateMessageResult::new(said, "of-the-test".into()))
    }

    async fn create_elicitation(
        &self,
        _asked: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        Ok(ElicitResult::new(ElicitationAction::Accept).with_content(json!({"name": "Ana"})))
    }

    async fn on_progress(
        &self,
        progress: ProgressNotificationParam,
        _context: NotificationContext<RoleClient>,
    ) {
        tell(json!({"id": self.call.load(Ordering::SeqCst), "progress": progress}));
    }

    async fn on_logging_message(
        &self,
        message: LoggingMessageNotificationParam,
        _context: NotificationContext<RoleClient>,
    ) {
        self.messages.lock().unwrap().push(json!(message));
    }

    async fn on_tool_list_changed(&self, _context: NotificationContext<RoleClient>) {
        self.notice("notifications/tools/list_changed");
    }
}

#[derive(Clone, Default)]
struct Driver {
    heard: Heard,
    client: Arc<Mutex<Option<Arc<Client>>>>,
    calls: Arc<Mutex<HashMap<u64, AbortHandle>>>,
}

impl Driver {
    fn client(&self) -> Arc<Client> {
        self.client.lock().unwrap().clone().expect("connected")
    }

    async fn connect(&self, command: &Value) -> Result<Value, Failure> {
        let mut config = StreamableHttpClientTransportConfig::with_uri(text(command, "url"));
        config.auth_header = Some(text(command, "key"));
        let lifecycle = match text(command, "era").as_str() {
            "legacy" => ClientLifecycleMode::Initialize,
            _ => ClientLifecycleMode::Auto {
                preferred_versions: vec![ProtocolVersion::V_2026_07_28],
                legacy_version: None,
            },
        };
        let transport = StreamableHttpClientTransport::from_config(config);
        let client = serve_client_with_lifecycle(self.heard.clone(), transport, lifecycle).await?;
        let version = client.peer_info().map(|info| info.protocol_version.to_string());
        *self.client.lock().unwrap() = Some(Arc::new(client));
        Ok(json!({ "version": version }))
    }

    async fn call(&self, command: &Value) -> Result<Value, Failure> {
        self.heard.call.store(number(command, "id"), Ordering::SeqCst);
        let params =
            CallToolRequestParams::new(text(command, "name")).with_arguments(arguments(command));
        let client = self.client();
        let call = client.call_tool(params);
        match command["options"]["timeout"].as_u64() {
            Some(limit) => Ok(json!(
                tokio::time::timeout(Duration::from_millis(limit), call).await??
            )),
            None => Ok(json!(call.await?)),
        }
    }

    /// What the revision without sessions has in place of a stream for notices.
    async fn listen(&self) -> Result<Value, Failure> {
        let client = self.client();
        let version = client.peer_info().map(|info| info.protocol_version.to_string());
        if version.as_deref() == Some("2026-07-28") {
            let wanted: SubscriptionFilter =
                serde_json::from_value(json!({"toolsListChanged": true}))?;
            let mut subscription = client.listen(wanted).await?;
            let heard = self.heard.clone();
            tokio::spawn(async move {
                while let Ok(Some(notice)) = subscription.next().await {
                    heard.notice(&json!(notice)["method"].to_string());
                }
            });
        }
        Ok(json!({}))
    }

    async fn close(&self) -> Result<Value, Failure> {
        let client = self.client.lock().unwrap().take();
        if let Some(mut client) = client.and_then(Arc::into_inner) {
            client.close().await?;
        }
        Ok(json!({}))
    }

    async fn obey(&self, command: &Value) -> Result<Value, Failure> {
        match text(command, "do").as_str() {
            "connect" => self.connect(command).await,
            "listTools" => Ok(json!(self.client().list_tools(None).await?)),
            "listResources" => Ok(json!(self.client().list_resources(None).await?)),
            "readResource" => {
                let params = ReadResourceRequestParams::new(text(command, "uri"));
                Ok(json!(self.client().read_resource(params).await?))
            }
            "listPrompts" => Ok(json!(self.client().list_prompts(None).await?)),
            "getPrompt" => {
                let params = GetPromptRequestParams::new(text(command, "name"))
                    .with_arguments(arguments(command));
                Ok(json!(self.client().get_prompt(params).await?))
            }
            "setLevel" => {
                let level = serde_json::from_value(json!({"level": command["level"]}))?;
                self.client().set_level(level).await?;
                Ok(json!({}))
            }
            "callTool" => self.call(command).await,
            "abort" => {
                let call = number(command, "call");
                self.calls.lock().unwrap()[&call].abort();
                tell(json!({"id": call, "error": {"code": 0, "message": "aborted"}}));
                Ok(json!({}))
            }
            "listen" => self.listen().await,
            "heard" => Ok(json!({
                "messages": *self.heard.messages.lock().unwrap(),
                "notices": *self.heard.notices.lock().unwrap(),
            })),
            "close" => self.close().await,
            other => Err(format!("unknown command {other}").into()),
        }
    }
}

fn text(command: &Value, member: &str) -> String {
    command[member].as_str().unwrap_or_default().to_owned()
}

fn number(command: &Value, member: &str) -> u64 {
    command[member].as_u64().unwrap_or_default()
}

fn arguments(command: &Value) -> Map<String, Value> {
    command["arguments"].as_object().cloned().unwrap_or_default()
}

fn code(failure: &Failure) -> i32 {
    match failure.downcast_ref::<ServiceError>() {
        Some(ServiceError::McpError(error)) => error.code.0,
        _ => 0,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let driver = Driver::default();
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let command: Value = serde_json::from_str(&line)?;
        let id = number(&command, "id");
        let obeying = driver.clone();
        let task = tokio::spawn(async move {
            match obeying.obey(&command).await {
                Ok(result) => tell(json!({"id": id, "result": result})),
                Err(failure) => tell(json!({
                    "id": id,
                    "error": {"code": code(&failure), "message": failure.to_string()},
                })),
            }
        });
        driver.calls.lock().unwrap().insert(id, task.abort_handle());
    }
    Ok(())
}
