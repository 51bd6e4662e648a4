package ai.preloop.activities.policies;

import ai.preloop.activities.policies.PolicyEntries.Owned;
import ai.preloop.policies.ownership.EditedDocument;
import ai.preloop.policies.ownership.EditedDocument.Section;
import ai.preloop.policies.ownership.NamedEntry;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.ownership.OwnedEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The entries of the version in force with their ids; CONFLICT where it cannot be read. */
record EntriesInForce(Standing standing, PolicyIds ids) {

  EntriesInForce {
    if (!standing.isReadable()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Version %d of the policy cannot be read by this release, so its entries are not known. Apply a policy first."
              .formatted(standing.number()));
    }
  }

  /** Entries that nobody has named yet are named now, once for all who look. */
  static EntriesInForce read(JdbcClient jdbc, AccountId account) {
    Standing now = Standing.of(PolicyRows.active(jdbc, account));
    if (PolicyIds.areKept(jdbc, account, now)) {
      return over(jdbc, account, now);
    }
    EntriesInForce named = over(jdbc, account, Standing.of(PolicyRows.lockActive(jdbc, account)));
    named.ids.keep(jdbc, account);
    return named;
  }

  static EntriesInForce over(JdbcClient jdbc, AccountId account, Standing now) {
    return new EntriesInForce(now, PolicyIds.of(jdbc, account, now));
  }

  List<Owned> list(Section section) {
    return standing.policy().documents().stream()
        .flatMap(document -> owned(document, section))
        .toList();
  }

  /** NOT_FOUND when there is none. */
  Owned find(Section section, Predicate<NamedEntry> which) {
    return list(section).stream()
        .filter(each -> which.test(each.entry()))
        .findFirst()
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "The policy has no such entry."));
  }

  /** CONFLICT when it is a file's, whose owner is named. */
  NamedEntry editable(Section section, Predicate<NamedEntry> which) {
    Owned found = find(section, which);
    if (!found.editable()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "This entry is owned by `%s`: change it in that owner's file, and apply the file."
              .formatted(found.owner()));
    }
    return found.entry();
  }

  /** What is made by hand. */
  EditedDocument console() {
    return standing
        .policy()
        .of(EditedDocument.CONSOLE)
        .map(document -> EditedDocument.of(document, ids.of(EditedDocument.CONSOLE)))
        .orElseGet(EditedDocument::begun);
  }

  /** CONFLICT when the next one lacks an approval workflow that another owner's entries name. */
  void requireWhatOthersName(EditedDocument next) {
    for (NamedEntry workflow : console().workflows()) {
      Object name = workflow.written().get("name");
      boolean kept =
          next.workflows().stream()
              .anyMatch(each -> Objects.equals(name, each.written().get("name")));
      List<OwnedEntry> users = kept ? List.of() : usersElsewhere(String.valueOf(name));
      if (!users.isEmpty()) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "The approval workflow %s is still named by %s."
                .formatted(
                    name,
                    users.stream().map(OwnedEntry::toString).collect(Collectors.joining(", "))));
      }
    }
  }

  private List<OwnedEntry> usersElsewhere(String workflow) {
    return standing.policy().asking(workflow).stream()
        .filter(each -> !each.owner().equals(EditedDocument.CONSOLE))
        .toList();
  }

  private Stream<Owned> owned(OwnedDocument document, Section section) {
    return EditedDocument.of(document, ids.of(document.owner())).entries(section).stream()
        .map(entry -> new Owned(document.owner(), standing.number(), entry, List.of()));
  }
}
