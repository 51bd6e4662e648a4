package ai.preloop.policies.verdicts;

import java.time.Instant;
import java.util.List;

/** Who makes a call, and within what; what there is none of is {@code NONE}. */
public record Caller(Principal principal, Agent agent, Session session, Flow flow) {

  public static Caller of(Principal principal) {
    return new Caller(principal, Agent.NONE, Session.NONE, Flow.NONE);
  }

  /** The credential and its person; {@code type} is {@code api_key} or {@code user}. */
  public record Principal(
      String type,
      String id,
      String name,
      String user,
      List<String> roles,
      List<String> teams,
      List<String> scopes) {

    public Principal {
      roles = List.copyOf(roles);
      teams = List.copyOf(teams);
      scopes = List.copyOf(scopes);
    }
  }

  /** A managed agent. */
  public record Agent(String id, String name, String kind, List<String> tags) {

    public static final Agent NONE = new Agent("", "", "", List.of());

    public Agent {
      tags = List.copyOf(tags);
    }
  }

  /** A runtime session. */
  public record Session(String id, String source, Instant startedAt, long calls) {

    public static final Session NONE = new Session("", "", Instant.EPOCH, 0);
  }

  /** The execution of a flow. */
  public record Flow(String id, String name, String executionId) {

    public static final Flow NONE = new Flow("", "", "");
  }
}
