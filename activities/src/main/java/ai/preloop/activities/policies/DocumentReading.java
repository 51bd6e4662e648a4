package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.policies.AccountKnowledge.Place;
import ai.preloop.activities.policies.Submission.Claiming;
import ai.preloop.activities.policies.Submission.Strictness;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.Cut;
import ai.preloop.policies.ownership.Holding;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.reading.WrittenPolicy;
import ai.preloop.workflows.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads documents with what their account knows. */
final class DocumentReading {

  private final PolicyReader reader = new PolicyReader();
  private final ReadingRoom room;
  private final Database database;
  private final AccountKnowledge known;
  private final Map<String, String> environment;

  /** {@code environment} has the variables that documents may read, and no other. */
  DocumentReading(
      Database database, Catalogs catalogs, ReadingRoom room, Map<String, String> environment) {
    this.room = room;
    this.database = database;
    this.environment = Map.copyOf(environment);
    this.known = new AccountKnowledge(database, catalogs, this.environment);
  }

  Looked look(AccountId account, Submission submission) {
    return look(
        account,
        submission,
        database.inAccount(account, jdbc -> Standing.of(PolicyRows.active(jdbc, account))));
  }

  Looked look(AccountId account, Submission submission, Standing now) {
    return room.read(account, () -> looked(account, submission, now));
  }

  /** Each with what the others of them bring and give up. */
  private Looked looked(AccountId account, Submission submission, Standing now) {
    List<WrittenPolicy> written =
        submission.sources().stream().map(each -> reader.written(each, environment)).toList();
    List<OwnedDocument> claiming = claiming(submission, written);
    List<Taken> taken =
        submission.claiming() == Claiming.FORCED
            ? now.policy().heldOf(claiming).stream().map(this::taken).toList()
            : List.of();
    AccountPolicy assumed =
        now.policy().with(claiming).with(taken.stream().map(Taken::rest).toList());
    Place place = new Place(account, assumed, submission.strictness(), submission.claiming());
    List<ReadDocument> read = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String source = text(submission.sources().get(i));
      read.add(read(place, source, written.get(i)));
    }
    return new Looked(submission, now, read, taken);
  }

  /** As far as they can be read; UNPROCESSABLE where two are of one owner. */
  private static List<OwnedDocument> claiming(Submission submission, List<WrittenPolicy> written) {
    List<OwnedDocument> claiming = new ArrayList<>();
    Set<String> owners = new HashSet<>();
    for (int i = 0; i < written.size(); i++) {
      String source = text(submission.sources().get(i));
      written
          .get(i)
          .document()
          .filter(each -> !each.owner().isEmpty())
          .ifPresent(each -> claiming.add(OwnedDocument.of(source, each)));
    }
    for (OwnedDocument each : claiming) {
      if (!owners.add(each.owner())) {
        throw new ProblemException(
            ProblemType.UNPROCESSABLE,
            "Two of the documents are of the owner `%s`, who has one.".formatted(each.owner()));
      }
    }
    return claiming;
  }

  /** CONFLICT where what is left of the other owner's document cannot be read. */
  private Taken taken(Holding holding) {
    Cut cut = holding.cut();
    PolicyDocument rest =
        reader
            .written(cut.source().getBytes(StandardCharsets.UTF_8), environment)
            .document()
            .filter(holding::isRest)
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.CONFLICT,
                    "The document of `%s` does not read as it did when it was written, so nothing can be taken out of it: apply it again first."
                        .formatted(holding.document().owner())));
    return new Taken(holding, OwnedDocument.of(cut.source(), rest), cut.keepsComments());
  }

  /** What is kept of a document has names of secrets in the place of credentials. */
  private ReadDocument read(Place place, String source, WrittenPolicy written) {
    Reading read = written.in(known.beside(place, written.owner()));
    if (read.credentials().isEmpty()) {
      return new ReadDocument(written.owner(), source, read, List.of());
    }
    String kept = read.withReferences(source);
    WrittenPolicy referring = reader.written(kept.getBytes(StandardCharsets.UTF_8), environment);
    Reading again =
        referring.in(known.beside(place, referring.owner()).withSecrets(read.credentials()));
    return new ReadDocument(
        written.owner(),
        kept,
        again.valid() ? read.of(again.document()) : again,
        read.credentials());
  }

  /** What is an error in these documents by now; they had none when they were written. */
  List<Unfit> unfit(AccountId account, AccountPolicy policy) {
    return all(account, policy).filter(each -> each.finding().isError()).toList();
  }

  /** That, and whatever else there is to say of their conditions: a star fits many tools. */
  List<Unfit> doubtful(AccountId account, AccountPolicy policy) {
    return all(account, policy)
        .filter(each -> each.finding().isError() || each.finding().code().startsWith("condition."))
        .toList();
  }

  private Stream<Unfit> all(AccountId account, AccountPolicy policy) {
    return policy.documents().stream().flatMap(each -> all(account, policy, each));
  }

  private Stream<Unfit> all(AccountId account, AccountPolicy policy, OwnedDocument document) {
    byte[] source = document.source().getBytes(StandardCharsets.UTF_8);
    Place place = new Place(account, policy, Strictness.USUAL, Claiming.FREE);
    return reader
        .written(source, environment)
        .in(known.beside(place, document.owner()))
        .findings()
        .stream()
        .map(finding -> new Unfit(document.owner(), finding));
  }

  private static String text(byte[] source) {
    return new String(source, StandardCharsets.UTF_8);
  }
}
