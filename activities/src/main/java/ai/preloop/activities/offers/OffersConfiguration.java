package ai.preloop.activities.offers;

import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.ResourceNames;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.switches.AccountSwitches;
import ai.preloop.activities.tools.Admissions;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.activities.tools.VisibleTools;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of what servers offer beside tools. */
@Configuration(proxyBeanMethods = false)
public class OffersConfiguration {

  @Bean
  ListedNames listedNames(UpstreamCalls upstream, ResourceNames told) {
    return new ListedNames(new Conversations(upstream), told);
  }

  @Bean
  Offers offers(
      Catalogs catalogs,
      VisibleTools visible,
      Admissions admissions,
      ToolCalls calls,
      ListedNames names,
      AccountSwitches switches) {
    return new Offers(catalogs, visible, admissions, calls, names, switches);
  }

  @Bean
  ResourceSubscriptions resourceSubscriptions(
      Offers offers,
      VisibleTools visible,
      Admissions admissions,
      ToolCalls calls,
      ResourceNames told) {
    return new ResourceSubscriptions(offers, visible, admissions, calls, told);
  }

  @Bean
  Completions completions(
      Offers offers, VisibleTools visible, Admissions admissions, ToolCalls calls) {
    return new Completions(offers, visible, admissions, calls);
  }

  @Bean
  LogLevels logLevels(Catalogs catalogs, ToolCalls calls) {
    return new LogLevels(catalogs, calls);
  }
}
