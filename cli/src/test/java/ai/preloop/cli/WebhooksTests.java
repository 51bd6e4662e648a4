package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebhooksTests extends AgainstPreloop {

  private static final String ON_CALL =
      """
      {"id":"w-1","name":"on-call","url":"https://hooks.example.com/p",
       "last":{"event":"budget.exceeded","attempts":2,"status":"pending","error":"Status 500."}}
      """;

  @Test
  void listsWhatBecameOfTheLatestEvent() {
    String quiet =
        "{\"id\":\"w-2\",\"name\":\"quiet\",\"url\":\"https://q.example.com\",\"last\":null}";
    preloop.rest("GET /webhooks", 200, "{\"items\":[" + ON_CALL + "," + quiet + "]}");

    assertThat(cli.run("webhooks", "list").out())
        .isEqualTo(
            """
            NAME     URL                          LATEST           STATUS   ERROR
            on-call  https://hooks.example.com/p  budget.exceeded  pending  Status 500.
            quiet    https://q.example.com        -                -        -
            """);
  }

  @Test
  void addShowsTheSecretOnce() {
    preloop
        .withOwner()
        .rest("POST /webhooks", 201, "{\"webhook\":" + ON_CALL + ",\"secret\":\"whsec_abc\"}");

    var run = cli.withPassword().run("webhooks", "add", "on-call", "https://hooks.example.com/p");

    assertThat(run.out())
        .isEqualTo("Added on-call. Its secret, which is not shown again:\nwhsec_abc\n");
    assertThat(preloop.last().body())
        .isEqualTo("{\"name\":\"on-call\",\"url\":\"https://hooks.example.com/p\"}");
  }

  @Test
  void testSaysWhereToLook() {
    preloop.withOwner().rest("POST /webhooks/on-call/test", 202, ON_CALL);

    assertThat(cli.withPassword().run("webhooks", "test", "on-call").err())
        .startsWith("On its way to on-call; `")
        .contains("webhooks list");
  }

  @Test
  void removeIsByName() {
    preloop.withOwner().rest("DELETE /webhooks/on-call", 204, "");

    assertThat(cli.withPassword().run("webhooks", "remove", "on-call").err())
        .isEqualTo("Removed on-call.\n");
  }
}
