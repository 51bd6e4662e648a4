package ai.preloop.activities.offers;

import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.ResourceNames;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.switches.AccountSwitches;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.activities.tools.VisibleTools;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of what servers offer beside tools. */
@Configuration(proxyBeanMethods = false)
public class OffersConfiguration {

  @Bean
  Offers offers(
      Catalogs catalogs,
      VisibleTools visible,
      ToolCalls calls,
      UpstreamCalls upstream,
      AccountSwitches switches,
      ResourceNames told) {
    return new Offers(
        catalogs,
        visible,
        calls,
        new ListedNames(new Conversations(upstream), told),
        switches,
        told);
  }

  @Bean
  Completions completions(Offers offers, ToolCalls calls, VisibleTools visible) {
    return new Completions(offers, calls, visible);
  }

  @Bean
  LogLevels logLevels(Catalogs catalogs, ToolCalls calls) {
    return new LogLevels(catalogs, calls);
  }
}
