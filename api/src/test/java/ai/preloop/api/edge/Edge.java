package ai.preloop.api.edge;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.approvals.LeakedLinks;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.ApiKeys;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.NewKey;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.identity.SignIns;
import ai.preloop.activities.oauth.ClientMetadata;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.PoliciesConfiguration;
import ai.preloop.activities.policies.WaitingCalls;
import ai.preloop.activities.secrets.SecretsConfiguration;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.ScanSettings;
import ai.preloop.activities.servers.ServerLimits;
import ai.preloop.activities.servers.ServersConfiguration;
import ai.preloop.activities.switches.SwitchesConfiguration;
import ai.preloop.activities.tools.ToolInventory;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.UpstreamSettings;
import ai.preloop.api.description.DescriptionConfiguration;
import ai.preloop.api.security.HostRules;
import ai.preloop.api.security.SecurityConfiguration;
import ai.preloop.api.security.WebConfiguration;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** Security, problems and controllers as they are served, over a database of their own. */
public final class Edge implements AutoCloseable {

  private static final String PASSWORD = "correct horse battery";

  private final AnnotationConfigApplicationContext below;
  private final AnnotationConfigWebApplicationContext web;
  private final MockMvcTester http;
  private final AccountId account;
  private String owner = "";

  private Edge() {
    below = ground();
    account = below.getBean(FirstStart.class).run(Optional.of(PASSWORD), shown -> {});
    web = served();
    http = tester();
  }

  /** What edges stand on, over an empty database: no account is there yet. */
  public static AnnotationConfigApplicationContext ground() {
    return IdentityFixtures.context(context -> {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test", Map.of("preloop.policy-env-allow", "")));
      context.registerBean(UpstreamClient.class, Edge::upstream);
      context.registerBean(
          ClientMetadata.class,
          () -> new ClientMetadata(Optional.of(URI.create("https://preloop.test/client.json"))));
      context.registerBean(
          ToolInventory.class,
          () ->
              new ToolInventory(
                  context.getBean(Catalogs.class), context.getBean(ActivePolicies.class)));
      context.registerBean(
          LeakedLinks.class,
          () ->
              new LeakedLinks(
                  context.getBean(Database.class),
                  List.of(),
                  context.getBean(MeterRegistry.class)));
      context.registerBean(ServerLimits.class, () -> new ServerLimits(8, Duration.ZERO));
      context.registerBean(ScanSettings.class, () -> ScanSettings.each(Duration.ofHours(1)));
      context.registerBean(
          WaitingCalls.class, () -> (waiting, draft) -> new WaitingCalls.Outlook(0, 0, List.of()));
      ((AnnotationConfigApplicationContext) context)
          .register(
              Rows.class,
              SecretsConfiguration.class,
              ServersConfiguration.class,
              SwitchesConfiguration.class,
              PoliciesConfiguration.class);
    });
  }

  public static Edge start() {
    return new Edge();
  }

  /** A request with this credential; an empty one sends none. */
  public MockMvcRequestBuilder request(HttpMethod method, String path, String credential) {
    below.getBean(Revisions.class).refresh();
    MockMvcRequestBuilder request = http.method(method).uri(path);
    return credential.isEmpty() ? request : request.header("Authorization", "Bearer " + credential);
  }

  public MockMvcRequestBuilder get(String path, String credential) {
    return request(HttpMethod.GET, path, credential);
  }

  public MockMvcRequestBuilder post(String path, String credential) {
    return request(HttpMethod.POST, path, credential);
  }

  /** A token of the owner, who may do everything; it is one, for a sign-in costs time. */
  public synchronized String owner() {
    if (owner.isEmpty()) {
      owner =
          below.getBean(SignIns.class).signIn("owner", PASSWORD, Set.of(), "here").accessToken();
    }
    return owner;
  }

  /** A key of the owner with these scopes. */
  public String key(Scope... scopes) {
    return below
        .getBean(ApiKeys.class)
        .mint(person(), new NewKey("a key " + Ids.next(), Set.of(scopes), null))
        .text();
  }

  /** The owner, as signed in. */
  public Principal person() {
    return ownerOf(account, IdentityFixtures.ownerOf(database(), account));
  }

  /** The owner of an account that is not that of the tokens and keys here. */
  public Principal stranger() {
    AccountId other = new AccountId(Ids.next());
    database()
        .doInAccount(
            other,
            jdbc ->
                jdbc.sql("insert into accounts (id, name) values (?, ?)")
                    .params(other.value(), "other " + other)
                    .update());
    return ownerOf(other, new UserId(Ids.next()));
  }

  public <T> T bean(Class<T> type) {
    return below.getBean(type);
  }

  public <T> T bean(String name, Class<T> type) {
    return below.getBean(name, type);
  }

  @Override
  public void close() {
    web.close();
    below.close();
  }

  private Database database() {
    return below.getBean(Database.class);
  }

  private static Principal ownerOf(AccountId account, UserId user) {
    return IdentityFixtures.owner(account, user);
  }

  private static UpstreamClient upstream() {
    return new UpstreamClient(
        UpstreamSettings.DEFAULTS,
        new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false));
  }

  private AnnotationConfigWebApplicationContext served() {
    var served = new AnnotationConfigWebApplicationContext();
    served.setParent(below);
    served.setServletContext(new MockServletContext());
    served
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of(
                    "springdoc.api-docs.path", "/openapi.json",
                    "springdoc.api-docs.version", "openapi_3_1",
                    "springdoc.writer-with-order-by-keys", "true",
                    "springdoc.default-flat-param-object", "true",
                    "springdoc.default-produces-media-type", "application/json",
                    "springdoc.override-with-generic-response", "false",
                    "springdoc.paths-to-match", "/api/v1/**,/approval/**,/health/**",
                    "server.port", "8000")));
    served.register(
        SecurityConfiguration.class,
        WebConfiguration.class,
        DescriptionConfiguration.class,
        Rules.class,
        JacksonAutoConfiguration.class,
        ValidationAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        MultipartAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        SpringDocConfiguration.class,
        SpringDocConfigProperties.class,
        SpringDocWebMvcConfiguration.class);
    served.scan(
        "ai.preloop.api.problems",
        "ai.preloop.api.servers",
        "ai.preloop.api.secrets",
        "ai.preloop.api.tools",
        "ai.preloop.api.policies",
        "ai.preloop.api.health",
        "ai.preloop.api.pages",
        "ai.preloop.api.identity");
    served.refresh();
    return served;
  }

  private MockMvcTester tester() {
    return MockMvcTester.from(
        web,
        builder ->
            builder
                .apply(SecurityMockMvcConfigurers.springSecurity())
                .defaultRequest(MockMvcRequestBuilders.get("/").header("Host", "localhost"))
                .build());
  }

  /**
   * The repositories' ground, which the application has from its auto-configuration. It bears no
   * annotation, so that the application does not find it when tests run it whole.
   */
  static class Rows extends AbstractJdbcConfiguration {

    @Bean
    NamedParameterJdbcOperations operations(DataSource tenantPool) {
      return new NamedParameterJdbcTemplate(tenantPool);
    }
  }

  /** Whose requests are let in. */
  static class Rules {

    @Bean
    HostRules hosts() {
      return new HostRules(URI.create("http://localhost:8000"), "127.0.0.1");
    }

    @Bean
    Addresses addresses() {
      return new Addresses(URI.create("http://localhost:8000"), null, "default");
    }
  }
}
