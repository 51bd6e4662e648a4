package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyVersionsTests extends AgainstPreloop {

  private static final String VERSIONS = "GET /policies/versions";
  private static final String SEVEN =
      """
      {"id": "v-7", "number": 7, "parent": 6, "author": "ana", "source": "upload",
       "digest": "d7", "created_at": "2026-11-22T09:30:00Z", "active": true,
       "changes": ["added tool bash", "removed tool rm"]}
      """;
  private static final String SIX =
      """
      {"id": "v-6", "number": 6, "author": "bo", "source": "rollback to 4", "digest": "d6",
       "tag": "release", "created_at": "2026-11-21T09:30:00Z", "active": false,
       "changes": ["changed defaults"]}
      """;

  @Test
  void listsTheNewestFirst() {
    preloop.rest(VERSIONS, 200, "{\"items\":[" + SEVEN + "," + SIX + "],\"next_cursor\":\"6\"}");

    var run = cli.run("policy", "versions", "--limit", "2");

    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "NO. TIME AUTHOR TAG STATE BY CHANGES",
            "7 2026-11-22 09:30:00 UTC ana active upload added tool bash, removed tool rm",
            "6 2026-11-21 09:30:00 UTC bo release rollback to 4 changed defaults");
    assertThat(preloop.last().query()).isEqualTo("limit=2");
  }

  @Test
  void showsWhatAVersionHolds() {
    preloop.rest(
        "GET /policies/versions/7",
        200,
        "{\"version\":"
            + SEVEN
            + ",\"documents\":[{\"policy_name\":\"mine\",\"format\":\"yaml\",\"source\":\"# why\\nx: \\u202e\\n\"}]}");

    assertThat(cli.run("policy", "versions", "show", "7").out())
        .isEqualTo(
            """
            version      7
            id           v-7
            state        active
            author       ana
            at           2026-11-22 09:30:00 UTC
            by           upload
            parent       6
            digest       d7
              added tool bash
              removed tool rm

            mine
            # why
            x: \\u202E
            """);
  }

  @Test
  void aVersionMayBeCalledByItsTag() {
    preloop
        .rest("GET /policies/versions/release", 200, "{\"version\":" + SIX + ",\"documents\":[]}")
        .rest(
            "GET /policies/versions/a%2Fb%20c%3Fd",
            404, "{\"detail\":\"There is no such version.\"}");

    assertThat(cli.run("policy", "versions", "show", "release").out()).contains("version      6");

    var none = cli.run("policy", "versions", "show", "a/b c?d");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).isEqualTo("There is no such version.\n");
  }

  @Test
  void tagsAndUntags() {
    preloop
        .withOwner()
        .rest("PUT /policies/versions/6/tag", 200, SIX)
        .rest("DELETE /policies/versions/6/tag", 200, SIX);
    cli.withPassword();

    var tagged = cli.run("policy", "versions", "tag", "6", "release");
    assertThat(tagged.out()).isEqualTo("Version 6 is called release.\n");
    assertThat(preloop.last().body()).isEqualTo("{\"tag\":\"release\"}");
    assertThat(preloop.last().authorization()).isEqualTo("Bearer owner-token");

    assertThat(cli.run("policy", "versions", "untag", "6").out())
        .isEqualTo("Version 6 has no name now.\n");
    assertThat(preloop.last().method()).isEqualTo("DELETE");
  }

  @Test
  void givesVersionsUp() {
    preloop
        .withOwner()
        .rest("DELETE /policies/versions/3", 204, "")
        .rest("POST /policies/versions/prune", 200, "{\"pruned\":[1,2]}")
        .rest("POST /policies/versions/prune", 200, "{\"pruned\":[]}");
    cli.withPassword();

    assertThat(cli.run("policy", "versions", "delete", "3").err())
        .isEqualTo("Deleted version 3.\n");
    assertThat(cli.run("policy", "versions", "prune", "--keep", "5").out())
        .isEqualTo("Gave up 2: 1, 2.\n");
    assertThat(preloop.last().body()).isEqualTo("{\"keep\":5}");
    assertThat(cli.run("policy", "versions", "prune", "--keep", "5").out())
        .isEqualTo("There was nothing to give up.\n");
    assertThat(cli.run("policy", "versions", "prune").code()).isEqualTo(2);
  }

  @Test
  void writesNothingWithoutThePassword() {
    for (String words : new String[] {"tag 6 x", "untag 6", "delete 6", "prune --keep 1"}) {
      assertThat(cli.run(("policy versions " + words).split(" ", -1)).code()).isEqualTo(3);
    }
    assertThat(cli.run("policy", "rollback", "6").code()).isEqualTo(3);
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void rollsBackAfterItHasShownWhatChanges() {
    rollback("[\"removed tool bash\"]");
    cli.answers.addAll(List.of("correct", "yes"));

    var run = cli.run("policy", "rollback", "6");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo("  removed tool bash\nVersion 8 is in force, with what version 6 held.\n");
    assertThat(cli.asked).isEqualTo("Type yes to return to version 6: ");
    assertThat(preloop.last().query()).startsWith("expected_version=");
  }

  @Test
  void showsWhatIsNotThereAnyMoreBeforeItAsks() {
    rollback(
        "[\"removed tool bash\"],\"unfit\":[{\"policy_name\":\"mine\",\"code\":\"user.unknown\","
            + "\"path\":\"$.x\",\"line\":1,\"column\":1,\"message\":\"There is no user eva.\"}]");

    var run = cli.withPassword().run("policy", "rollback", "6", "--preview");

    assertThat(run.out())
        .isEqualTo(
            "  removed tool bash\n  warning: mine: There is no user eva. ($.x)\nA preview; nothing was changed.\n");
  }

  @Test
  void whoeverDoesNotSayYesKeepsWhatThereIs() {
    rollback("[\"removed tool bash\"]");
    cli.answers.addAll(List.of("correct", "y"));

    var run = cli.run("policy", "rollback", "6");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("Nothing was changed.\n");
    assertThat(preloop.last().query()).isEqualTo("preview_only=true");
  }

  @Test
  void asksNobodyTwiceWhoSaidYesBefore() {
    rollback("[\"removed tool bash\"]");
    cli.answers.add("correct");

    assertThat(cli.run("policy", "rollback", "6", "-y").code()).isZero();
    assertThat(cli.asked).startsWith("Password of owner");

    assertThat(cli.withPassword().run("policy", "rollback", "6").code()).isZero();
  }

  @Test
  void aPreviewChangesNothing() {
    rollback("[\"removed tool bash\"]");

    var run = cli.withPassword().run("policy", "rollback", "6", "--preview");

    assertThat(run.out()).isEqualTo("  removed tool bash\nA preview; nothing was changed.\n");
    assertThat(preloop.received())
        .extracting(asked -> asked.query())
        .containsExactly("", "preview_only=true");
  }

  @Test
  void whatIsInForceIsNotMadeAgain() {
    rollback("[]");

    var run = cli.withPassword().run("policy", "rollback", "6");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("Nothing would change; version 8 holds the same.\n");
    assertThat(preloop.last().query()).isEqualTo("preview_only=true");
  }

  @Test
  void programsGetWhatWasDoneAndAPersonBesideItWhatChanges() {
    rollback("[\"removed tool bash\"]");

    var run = cli.withPassword().run("policy", "rollback", "6", "-o", "json");

    assertThat(run.out().replaceAll("\\s", "")).startsWith("{\"version\":8");
    assertThat(run.err()).isEqualTo("  removed tool bash\n");
  }

  private void rollback(String changes) {
    preloop
        .withOwner()
        .rest(
            "POST /policies/versions/6/rollback",
            200,
            "{\"version\":8,\"applied\":true,\"changes\":" + changes + "}");
  }
}
