package ai.preloop.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reads streams sees every chunk of them. */
@Timeout(60)
class ModelStreamsTests {

  @Test
  void everyChunkOfEveryStreamIsSeen() throws IOException {
    try (ModelFixture provider = new ModelFixture()) {
      String question = ModelFixture.question(5, Duration.ofMillis(1));

      ModelStreams.Seen seen =
          ModelStreams.run(ModelTarget.direct(provider.port(), question), 20, 2);

      assertThat(seen.first().count()).isEqualTo(40);
      assertThat(seen.chunks()).isEqualTo(200);
      assertThat(provider.sent()).isEqualTo(200);
      assertThat(seen.delays().percentile(0)).isPositive();
    }
  }

  @Test
  void aWholeAnswerIsOneOfAModel() throws IOException {
    try (ModelFixture provider = new ModelFixture();
        Connection connection = new Connection(provider.port())) {
      ModelTarget target = ModelTarget.direct(provider.port(), ModelTarget.BRIEF);

      Connection.Reply reply = connection.send(target.request(connection));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).contains("\"total_tokens\":27");
    }
  }
}
