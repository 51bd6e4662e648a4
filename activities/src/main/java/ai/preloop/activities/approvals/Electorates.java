package ai.preloop.activities.approvals;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.quorum.Pools;
import ai.preloop.workflows.identity.AccountId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may vote in a workflow: the people that it names, or the owners where it names nobody. */
final class Electorates {

  private Electorates() {}

  static Terms terms(JdbcClient jdbc, AccountId account, List<ApprovalWorkflow> workflows) {
    Map<String, Set<String>> electorate = new HashMap<>();
    List<Person> people = people(jdbc, account);
    for (Person person : people) {
      Set<String> pools = pools(person, workflows);
      if (!pools.isEmpty()) {
        electorate.put(person.id().toString(), pools);
      }
    }
    return Terms.of(
        workflows,
        electorate,
        people.stream()
            .filter(person -> electorate.containsKey(person.id().toString()))
            .map(Person::username)
            .toList());
  }

  /** The pools that a person is in now; empty when the person may not vote. */
  static Set<String> poolsOf(JdbcClient jdbc, ApprovalRow row, UUID user) {
    return people(jdbc, row.account()).stream()
        .filter(person -> person.id().equals(user))
        .findFirst()
        .map(person -> pools(person, row.terms().workflows()))
        .orElse(Set.of());
  }

  private static Set<String> pools(Person person, List<ApprovalWorkflow> workflows) {
    Set<String> pools = new HashSet<>();
    for (ApprovalWorkflow workflow : workflows) {
      List<String> named = workflow.people().approverUsers();
      if (named.isEmpty() ? person.role().equals("owner") : named.contains(person.username())) {
        pools.add(Pools.workflow(workflow));
      }
    }
    return pools;
  }

  private static List<Person> people(JdbcClient jdbc, AccountId account) {
    return jdbc.sql(
            "select id, username, role from users where account_id = ? and not disabled order by created_at, id")
        .param(account.value())
        .query(Person.class)
        .list();
  }

  private record Person(UUID id, String username, String role) {}
}
