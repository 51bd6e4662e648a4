package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.offers.Conversations.Listed;
import ai.preloop.activities.offers.Names.Named;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.switches.AccountSwitches;
import ai.preloop.activities.tools.Admissions;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.activities.tools.VisibleTools;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists what servers offer beside tools, and finds what an agent asks for by its name. With one
 * server that has any, every name is that server's to know.
 */
public final class Offers {

  private static final Logger LOG = LoggerFactory.getLogger(Offers.class);

  private final Catalogs catalogs;
  private final VisibleTools visible;
  private final Admissions admissions;
  private final ToolCalls calls;
  private final ListedNames names;
  private final AccountSwitches switches;

  Offers(
      Catalogs catalogs,
      VisibleTools visible,
      Admissions admissions,
      ToolCalls calls,
      ListedNames names,
      AccountSwitches switches) {
    this.catalogs = catalogs;
    this.visible = visible;
    this.admissions = admissions;
    this.calls = calls;
    this.names = names;
    this.switches = switches;
  }

  /** What is to be written otherwise in a URI that is asked for; empty when nothing is. */
  public static Optional<String> faultOfUri(String uri) {
    return ResourceUri.fault(uri);
  }

  /** What is offered of one kind, as the result of its list method. */
  public ToolAnswer list(ToolCall call, OfferKind kind) {
    return calls.counted(call, () -> listed(call, kind), refused -> refused);
  }

  private ToolAnswer listed(ToolCall call, OfferKind kind) {
    if (visible.isFrozen(call.principal())) {
      return new ToolAnswer.Refused("The account is frozen, so nothing is asked of servers.");
    }
    List<Listed> lists = names.ask(call, kind, servers(call, kind));
    lists.stream().filter(list -> !list.isWhole()).forEach(list -> missed(list, kind));
    boolean nothing = !lists.isEmpty() && lists.stream().noneMatch(Listed::isWhole);
    return nothing
        ? failed(lists.getFirst())
        : new ToolAnswer.Result(JsonSlice.of(written(call, kind, names.keep(call, kind, lists))));
  }

  private static void missed(Listed list, OfferKind kind) {
    LOG.warn(
        "{} is not listed by {}: {} ({})",
        kind.member(),
        list.server().name(),
        list.extent(),
        list.end().getClass().getSimpleName());
  }

  private static ToolAnswer failed(Listed list) {
    return switch (list.end()) {
      case UpstreamAnswer.RpcError error -> new ToolAnswer.RpcError(error.error());
      case UpstreamAnswer.Failure failure ->
          new ToolAnswer.Failed(
              ProblemType.UPSTREAM_FAILED,
              "The server %s could not be used: %s"
                  .formatted(list.server().name(), failure.sentence()),
              false);
      case UpstreamAnswer.Result result -> new ToolAnswer.Result(result.result());
      case UpstreamAnswer.InputRequired question -> new ToolAnswer.InputRequired(question.result());
    };
  }

  private byte[] written(ToolCall call, OfferKind kind, Listing listing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    out.writeBytes(utf8("{\"" + kind.member() + "\":["));
    String separator = "";
    for (Offered each : listing.all()) {
      if (isListed(call, kind, each)) {
        out.writeBytes(utf8(separator));
        out.writeBytes(each.bytes(kind));
        separator = ",";
      }
    }
    out.writeBytes(utf8("]}"));
    return out.toByteArray();
  }

  /** Of a template's resources some may be read where its own text may not, so it stays. */
  private boolean isListed(ToolCall call, OfferKind kind, Offered each) {
    Offer offer = kind.offer(each.server(), each.own());
    return !visible.isHidden(call.principal(), offer)
        && (kind == OfferKind.TEMPLATE || !admissions.isDeniedAnyway(call, offer));
  }

  /** The prompt of this name; empty when no server has it. */
  public Optional<Offer> prompt(ToolCall call) {
    return find(call, OfferKind.PROMPT);
  }

  /**
   * The resource of this URI, or of a template that it may be of; empty when there is none, and for
   * a URI that rules are not about, whoever asks for it.
   */
  public Optional<Offer> resource(ToolCall call) {
    return faultOfUri(call.name()).isPresent()
        ? Optional.empty()
        : find(call, OfferKind.RESOURCE).or(() -> find(call, OfferKind.TEMPLATE));
  }

  /** The template of this text, or the resource of this URI; empty when no server has it. */
  public Optional<Offer> template(ToolCall call) {
    return find(call, OfferKind.TEMPLATE).or(() -> find(call, OfferKind.RESOURCE));
  }

  private Optional<Offer> find(ToolCall call, OfferKind kind) {
    List<Server> servers = servers(call, kind);
    return switch (servers.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(asked(kind).offer(servers.getFirst(), call.name()));
      default -> names.find(call, kind, servers).flatMap(found -> offer(call, kind, found));
    };
  }

  /** By what is known of the servers now, whenever they were asked. */
  private Optional<Offer> offer(ToolCall call, OfferKind kind, Named found) {
    String own = kind == OfferKind.TEMPLATE ? found.own(call.name()) : found.own();
    return catalogs
        .of(call.principal().account())
        .server(found.server())
        .map(server -> asked(kind).offer(server, own));
  }

  /** What is asked for by a URI is a resource, whichever list it was found by. */
  private static OfferKind asked(OfferKind kind) {
    return kind == OfferKind.TEMPLATE ? OfferKind.RESOURCE : kind;
  }

  private List<Server> servers(ToolCall call, OfferKind kind) {
    AccountId account = call.principal().account();
    return switches.allows(account, kind.method())
        ? catalogs.of(account).servers().stream().filter(kind::isOf).toList()
        : List.of();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
