package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.Claim;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Place;
import ai.preloop.policies.syntax.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An account's policy: one document for each owner, in the order of the owners' names. It never
 * changes; a change makes another one.
 */
public record AccountPolicy(List<OwnedDocument> documents) {

  public static final AccountPolicy EMPTY = new AccountPolicy(List.of());

  public AccountPolicy {
    documents = List.copyOf(documents);
    if (documents.stream().map(OwnedDocument::owner).distinct().count() < documents.size()) {
      throw new IllegalArgumentException("An owner has one document");
    }
  }

  public Optional<OwnedDocument> of(String owner) {
    return documents.stream().filter(each -> each.owner().equals(owner)).findFirst();
  }

  /** The owner's document in the place of its last one; nobody else's is touched. */
  public Replacement replace(OwnedDocument next) {
    return replace(List.of(next));
  }

  /** As above, of several owners at once: what one gives up, another one can claim. */
  public Replacement replace(List<OwnedDocument> next) {
    var changed = next.stream().filter(each -> !changes(each).isEmpty()).toList();
    var policy = with(changed);
    var refused = next.stream().flatMap(policy::refused).toList();
    return refused.isEmpty()
        ? new Replacement.Accepted(policy, next.stream().flatMap(e -> changes(e).stream()).toList())
        : new Replacement.Refused(refused);
  }

  /** What leads from the owner's last document to this one. */
  public List<Change> changes(OwnedDocument next) {
    return Comparison.between(of(next.owner()).orElse(null), next);
  }

  /** What other owners hold of what these documents claim. */
  public List<Holding> heldOf(List<OwnedDocument> claiming) {
    var claims = claiming.stream().flatMap(each -> Claim.of(each.document()).stream()).toList();
    var claimants = claiming.stream().map(OwnedDocument::owner).toList();
    return documents.stream()
        .filter(each -> !claimants.contains(each.owner()))
        .map(each -> new Holding(each, held(each, claims)))
        .filter(holding -> !holding.claims().isEmpty())
        .toList();
  }

  private static List<Claim> held(OwnedDocument holder, List<Claim> claims) {
    return Claim.of(holder.document()).stream()
        .filter(own -> claims.stream().anyMatch(own::rivals))
        .toList();
  }

  /** Everything of an owner taken out. */
  public Replacement.Accepted remove(String owner) {
    var changes = Comparison.between(of(owner).orElse(null), null);
    return new Replacement.Accepted(new AccountPolicy(others(owner).toList()), changes);
  }

  /** What leads from this policy to another, owner by owner. */
  public List<Change> changesTo(AccountPolicy other) {
    return Stream.concat(documents.stream(), other.documents.stream())
        .map(OwnedDocument::owner)
        .distinct()
        .sorted()
        .flatMap(owner ->
            Comparison.between(of(owner).orElse(null), other.of(owner).orElse(null)).stream())
        .toList();
  }

  /** These in the places of their owners' last ones, whoever holds what. */
  public AccountPolicy with(List<OwnedDocument> next) {
    if (next.isEmpty()) {
      return this;
    }
    var owners = next.stream().map(OwnedDocument::owner).toList();
    var all = new ArrayList<>(next);
    documents.stream().filter(each -> !owners.contains(each.owner())).forEach(all::add);
    all.sort(Comparator.comparing(OwnedDocument::owner));
    return new AccountPolicy(all);
  }

  private Stream<OwnedDocument> others(String owner) {
    return documents.stream().filter(each -> !each.owner().equals(owner));
  }

  private Stream<Finding> refused(OwnedDocument next) {
    return Claim.of(next.document()).stream()
        .flatMap(claim ->
            others(next.owner())
                .filter(other -> holds(other, claim))
                .map(other -> refusal(next, claim, other.owner())));
  }

  private static boolean holds(OwnedDocument other, Claim claim) {
    return Claim.of(other.document()).stream().anyMatch(claim::rivals);
  }

  private static Finding refusal(OwnedDocument next, Claim claim, String owner) {
    var unknown = new Place(Position.UNKNOWN, "");
    var place = next.document().places().getOrDefault(claim.path(), unknown);
    return claim.refusedTo(next.owner(), owner, place.position());
  }

  /** The entries that speak of one server's tools by the server's name. */
  public List<OwnedEntry> naming(String server) {
    return documents.stream().flatMap(each -> OwnedEntry.naming(each, server)).toList();
  }

  /** The entries that name an approval workflow. */
  public List<OwnedEntry> asking(String workflow) {
    return documents.stream().flatMap(each -> OwnedEntry.asking(each, workflow)).toList();
  }

  /** The approval workflows of the other owners, with who owns each. */
  public Map<String, String> approvalWorkflowsBeside(String owner) {
    return held(owner, Claim.Kind.WORKFLOW);
  }

  /** What the other owners hold alone, for a reading of this owner's next document. */
  public Surroundings.Claims claimsBeside(String owner) {
    return new Surroundings.Claims(
        held(owner, Claim.Kind.DEFAULTS).getOrDefault("", ""),
        held(owner, Claim.Kind.DEFAULT_WORKFLOW).getOrDefault("", ""),
        held(owner, Claim.Kind.SERVER));
  }

  private Map<String, String> held(String owner, Claim.Kind kind) {
    var held = new HashMap<String, String>();
    others(owner)
        .forEach(other ->
            Claim.of(other.document()).stream()
                .filter(claim -> claim.kind() == kind)
                .forEach(claim -> held.put(claim.name(), other.owner())));
    return held;
  }
}
