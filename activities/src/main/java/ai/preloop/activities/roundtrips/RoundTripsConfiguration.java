package ai.preloop.activities.roundtrips;

import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.activities.secrets.Sealer;
import java.util.HexFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Request states, by a key of their own and the clock that all nodes share. */
@Configuration(proxyBeanMethods = false)
public class RoundTripsConfiguration {

  @Bean
  RequestStates requestStates(RootKey root, DatabaseClock clock) {
    byte[] mark = root.derive("request-states-mark", "AES").getEncoded();
    return new RequestStates(
        HexFormat.of().formatHex(mark, 0, 4), new Sealer(root, "request-states"), clock);
  }
}
