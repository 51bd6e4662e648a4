package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.api.mcp.InterimStream.Resumption;
import ai.preloop.api.mcp.McpMethods.Headers;
import ai.preloop.api.security.JsonOnly;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** MCP over streamable HTTP (revisions 2025-03-26 to 2026-07-28), outside the security chain. */
public final class McpServlet extends HttpServlet {

  private static final String SESSION = "Mcp-Session-Id";
  private static final String VERSION = "MCP-Protocol-Version";
  private static final String LAST_EVENT = "Last-Event-ID";

  private final transient Entrance entrance;
  private final transient Endpoints endpoints;
  private final transient McpMethods methods;
  private final transient Holding holding;
  private final transient SessionStreams streams;
  private final transient CallStreams calls = new CallStreams();

  McpServlet(
      Entrance entrance,
      Endpoints endpoints,
      McpMethods methods,
      Holding holding,
      SessionStreams streams) {
    this.entrance = entrance;
    this.endpoints = endpoints;
    this.methods = methods;
    this.holding = holding;
    this.streams = streams;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<McpAnswer> lasting = answered(request, response);
    if (lasting.isPresent()) {
      hold(lasting.get(), response);
    }
  }

  /** Answers, unless the call is to be held: nothing that was read for it is kept meanwhile. */
  private Optional<McpAnswer> answered(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Envelope message = null;
    InterimStream interim =
        new InterimStream(response, acceptsEvents(request), resumption(request));
    try {
      Principal principal = entrance.authenticated(request);
      JsonOnly.require(request.getContentType());
      Envelope asked = entrance.message(principal, request);
      message = asked;
      Headers headers =
          new Headers(
              request.getHeader(SESSION),
              request.getHeader(VERSION),
              request.getHeader("Mcp-Method"),
              request.getHeader("Mcp-Name"),
              acceptsEvents(request),
              request::getHeader,
              endpoints.at(principal, request.getPathInfo()));
      return ResultRoom.whilePassingOn(
          () -> give(response, interim, methods.answer(principal, headers, asked, interim)));
    } catch (RuntimeException e) {
      tell(response, interim, Failures.answer(response, message == null ? null : message.id(), e));
      return Optional.empty();
    } catch (Error e) {
      interim.end();
      throw e;
    }
  }

  private @Nullable Resumption resumption(HttpServletRequest request) {
    String session = request.getHeader(SESSION);
    String version = request.getHeader(VERSION);
    return session != null && version != null && ProtocolVersions.takesMarks(version)
        ? new Resumption(calls, session)
        : null;
  }

  private static Optional<McpAnswer> give(
      HttpServletResponse response, InterimStream interim, McpAnswer answer) throws IOException {
    return switch (answer) {
      case RpcAnswer now -> {
        tell(response, interim, now);
        yield Optional.empty();
      }
      case HeldCall call -> Optional.of(answer).filter(_ -> interim.endsAs(call));
      case Subscription _ -> Optional.of(answer);
    };
  }

  /** The answer, at the end of what came before it. */
  private static void tell(HttpServletResponse response, InterimStream interim, RpcAnswer answer)
      throws IOException {
    if (interim.endsWith(answer)) {
      answer.done();
    } else {
      write(response, answer);
    }
  }

  private void hold(McpAnswer lasting, HttpServletResponse response) throws IOException {
    switch (lasting) {
      case HeldCall call -> hold(call, response);
      case Subscription subscription -> streams.hold(subscription);
      case RpcAnswer now -> write(response, now);
    }
  }

  private void hold(HeldCall call, HttpServletResponse response) throws IOException {
    try {
      holding.hold(call, response);
    } catch (RuntimeException e) {
      write(response, Failures.answer(response, call.request().id(), e));
    }
  }

  /** Goes on with the stream of a held call, or opens the one of a session. */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      Principal principal = entrance.authenticated(request);
      Endpoint endpoint = endpoints.at(principal, request.getPathInfo());
      if (request.getHeader(LAST_EVENT) == null) {
        listen(principal, endpoint, request, response);
      } else if (!acceptsEvents(request) || !goesOn(principal, endpoint, request, response)) {
        notOffered(response);
      }
    } catch (RuntimeException e) {
      write(response, Failures.answer(response, null, e));
    }
  }

  /** False where there is nothing to go on with from the last event that the client has. */
  private boolean goesOn(
      Principal principal,
      Endpoint endpoint,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String id = request.getHeader(SESSION);
    String last = request.getHeader(LAST_EVENT);
    Optional<McpSession> session = methods.session(principal, endpoint, id);
    Optional<InterimStream> lost = session.flatMap(_ -> calls.find(id, last));
    Optional<HeldCall> held =
        lost.isPresent()
            ? lost.get().goOn(response, () -> streams.mayGoOn(principal, session.get()))
            : methods.resume(principal, endpoint, id, last);
    if (held.isPresent()) {
      hold(held.get(), response);
    }
    return lost.isPresent() || held.isPresent();
  }

  private void listen(
      Principal principal,
      Endpoint endpoint,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Optional<McpSession> session =
        acceptsEvents(request)
            ? methods.session(principal, endpoint, request.getHeader(SESSION))
            : Optional.empty();
    if (session.isPresent()) {
      streams.hold(principal, session.get(), endpoint, response);
    } else if (acceptsEvents(request) && request.getHeader(SESSION) != null) {
      write(response, McpMethods.noSession(null));
    } else {
      notOffered(response);
    }
  }

  private static void notOffered(HttpServletResponse response) {
    response.setHeader("Allow", "POST, DELETE");
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      Principal principal = entrance.authenticated(request);
      Endpoint endpoint = endpoints.at(principal, request.getPathInfo());
      String session = request.getHeader(SESSION);
      write(
          response,
          session == null
              ? RpcAnswer.error(
                  400, null, RpcAnswer.INVALID_REQUEST, "The Mcp-Session-Id header is missing.")
              : methods
                  .end(principal, endpoint, session)
                  .orElseGet(() ->
                      RpcAnswer.error(
                          404, null, RpcAnswer.INVALID_REQUEST, "There is no such session.")));
    } catch (RuntimeException e) {
      write(response, Failures.answer(response, null, e));
    }
  }

  private static boolean acceptsEvents(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream");
  }

  private static void write(HttpServletResponse response, RpcAnswer answer) throws IOException {
    if (response.isCommitted()) {
      return; // An event stream that has begun can only end.
    }
    response.setStatus(answer.status());
    if (answer.openedSession() != null) {
      response.setHeader(SESSION, answer.openedSession());
    }
    byte[] body = answer.body();
    if (body != null) {
      response.setContentType("application/json");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
    if (answer.afterwards() != null) {
      response.flushBuffer();
    }
    answer.done();
  }
}
