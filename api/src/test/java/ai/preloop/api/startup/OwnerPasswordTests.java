package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.startup.OwnerPassword.Terminal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OwnerPasswordTests {

  private static final String GOOD = "correct horse battery";

  private final List<String> said = new ArrayList<>();

  @Test
  void isTakenOnceItCameTwice() {
    assertThat(read(GOOD, GOOD)).contains(GOOD);
    assertThat(said).singleElement().asString().contains("at least 12 characters");
  }

  @Test
  void isAskedForAgainUntilItIsLongEnoughAndTheSame() {
    assertThat(read("too short", GOOD, "correct horse batery", GOOD, GOOD)).contains(GOOD);
    assertThat(said).anyMatch(line -> line.contains("9 of 12"));
    assertThat(said).anyMatch(line -> line.contains("not the same"));
  }

  @Test
  void isMadeForWhoeverPressesEnterOrIsNotThere() {
    assertThat(read("")).isEmpty();
    assertThat(new OwnerPassword("", Optional.empty()).read()).isEmpty();
  }

  @Test
  void isNotAskedForWhenItIsGiven() {
    assertThat(new OwnerPassword(GOOD, Optional.of(new Typist())).read()).contains(GOOD);
  }

  private Optional<String> read(String... typed) {
    return new OwnerPassword("", Optional.of(new Typist(typed))).read();
  }

  private final class Typist implements Terminal {

    private final Deque<String> typed;

    Typist(String... typed) {
      this.typed = new ArrayDeque<>(List.of(typed));
    }

    @Override
    public char @Nullable [] ask(String question) {
      return typed.remove().toCharArray();
    }

    @Override
    public void say(String sentence) {
      said.add(sentence);
    }
  }
}
