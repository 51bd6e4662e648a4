package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.servers.Prompt;
import ai.preloop.activities.servers.Resource;
import org.jspecify.annotations.Nullable;

/** What servers list beside tools, and how (MCP, Server Features). */
public enum OfferKind {
  PROMPT("prompts/list", "prompts", "prompts", "name"),
  RESOURCE("resources/list", "resources", "resources", "uri"),
  TEMPLATE("resources/templates/list", "resources", "resourceTemplates", "uriTemplate");

  private final String method;
  private final String capability;
  private final String member;
  private final String named;

  OfferKind(String method, String capability, String member, String named) {
    this.method = method;
    this.capability = capability;
    this.member = member;
    this.named = named;
  }

  /** The method that lists them. */
  public String method() {
    return method;
  }

  /** The capability that servers declare which have them. */
  public String capability() {
    return capability;
  }

  /** The member of a list's result that has them. */
  public String member() {
    return member;
  }

  /** The member that each is asked for by. */
  String named() {
    return named;
  }

  /** The server's own name in a definition; null where it has none. */
  @Nullable String nameOf(JsonSlice definition) {
    JsonSlice name = definition.member(named);
    return name == null ? null : name.text();
  }

  boolean isOf(Server server) {
    return server.introduction().offers(capability);
  }

  /** As the policy judges it; a template is taken for what all its resources begin with. */
  Offer offer(Server server, String name) {
    return switch (this) {
      case PROMPT -> new Prompt(server, name);
      case RESOURCE -> new Resource(server, name);
      case TEMPLATE -> new Resource(server, UriTemplate.beginning(name));
    };
  }

  /** The name that agents see where another server has it already; a URI stays one. */
  String beside(Server server, String name) {
    return switch (this) {
      case PROMPT -> server.name() + "__" + name;
      case RESOURCE, TEMPLATE -> "preloop:" + server.name() + ":" + name;
    };
  }
}
