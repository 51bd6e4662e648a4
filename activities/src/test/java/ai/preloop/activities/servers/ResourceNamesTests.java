package ai.preloop.activities.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.ResourceNames.Own;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTests {

  private static final String UPDATED = "notifications/resources/updated";

  private final UUID session = UUID.randomUUID();
  private final UUID first = UUID.randomUUID();
  private final UUID second = UUID.randomUUID();
  private final ResourceNames names = new ResourceNames();

  @Test
  void aServersUriIsThatWhichItsClientSubscribedTo() {
    names.subscribed(session, new Own(second, "a:1"), "preloop:b:a:1");

    assertThat(told(second, "a:1")).isEqualTo(notice(UPDATED, "preloop:b:a:1"));
    assertThat(told(first, "a:1")).isEqualTo(notice(UPDATED, "a:1"));
  }

  @Test
  void aClientHearsNothingOfAnotherServersResourceUnderOneThatItSubscribedTo() {
    names.subscribed(session, new Own(first, "a:1"), "a:1");

    assertThat(told(second, "a:1")).isEqualTo("nothing");
    assertThat(told(first, "a:1")).isEqualTo(notice(UPDATED, "a:1"));
  }

  @Test
  void whatAClientWasShownOtherwiseIsToldOtherwise() {
    names.listed(session, Map.of(new Own(second, "a:1"), "preloop:b:a:1"));
    assertThat(told(second, "a:1")).isEqualTo(notice(UPDATED, "preloop:b:a:1"));

    names.listed(session, Map.of());
    assertThat(told(second, "a:1")).isEqualTo(notice(UPDATED, "a:1"));
  }

  @Test
  void whatIsWithinAResourceIsNamedAsTheResourceIs() {
    names.subscribed(session, new Own(second, "a:1"), "preloop:b:a:1");

    assertThat(told(second, "a:1/x/y")).isEqualTo(notice(UPDATED, "preloop:b:a:1/x/y"));
    assertThat(told(second, "a:12")).isEqualTo(notice(UPDATED, "a:12"));
  }

  @Test
  void aSubscriptionThatEndedNamesNothing() {
    names.subscribed(session, new Own(first, "a:1"), "a:1");
    names.subscribed(session, new Own(second, "a:1"), "preloop:b:a:1");
    names.ended(session, new Own(second, "a:1"));
    assertThat(told(second, "a:1")).isEqualTo("nothing");

    names.ended(session, new Own(first, "a:1"));
    assertThat(told(second, "a:1")).isEqualTo(notice(UPDATED, "a:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"notifications/message", "notifications/progress"})
  void otherNoticesAndOtherSessionsAreNotTouched(String method) {
    names.subscribed(session, new Own(second, "a:1"), "preloop:b:a:1");

    assertThat(names.told(session, second, json(notice(method, "a:1"))))
        .hasToString("Optional[" + notice(method, "a:1") + "]");
    assertThat(names.told(UUID.randomUUID(), second, json(notice(UPDATED, "a:1"))))
        .hasToString("Optional[" + notice(UPDATED, "a:1") + "]");
    assertThat(names.told(null, second, json(notice(UPDATED, "a:1"))))
        .hasToString("Optional[" + notice(UPDATED, "a:1") + "]");
  }

  private String told(UUID server, String uri) {
    return names
        .told(session, server, json(notice(UPDATED, uri)))
        .map(JsonSlice::toString)
        .orElse("nothing");
  }

  private static String notice(String method, String uri) {
    return "{\"method\":\"%s\",\"params\":{\"uri\":\"%s\",\"n\":1.0}}".formatted(method, uri);
  }

  private static JsonSlice json(String text) {
    return JsonSlice.of(text.getBytes(UTF_8));
  }
}
