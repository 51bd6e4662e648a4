package ai.preloop.api.security;

import ai.preloop.activities.idempotency.Idempotency;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.api.idempotency.IdempotencyFilter;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;

/** One chain, without sessions or cookies, that is closed but for the public paths. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityConfiguration {

  /** Bearer credentials are never sent by a browser on its own, so there is nothing to forge. */
  @Bean
  SecurityFilterChain closed(
      HttpSecurity http,
      Authentications authentications,
      HostRules hosts,
      Idempotency idempotency) {
    return http.securityMatcher(new NegatedRequestMatcher(PublicPaths.RAW))
        .csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(SecurityConfiguration::headers)
        .addFilterAfter(new EdgeFilter(hosts), HeaderWriterFilter.class)
        .addFilterBefore(new CredentialFilter(authentications), AuthorizationFilter.class)
        .addFilterAfter(new IdempotencyFilter(idempotency), AuthorizationFilter.class)
        .authorizeHttpRequests(requests ->
            requests.requestMatchers(PublicPaths.OPEN).permitAll().anyRequest().authenticated())
        .exceptionHandling(failing ->
            failing
                .authenticationEntryPoint(
                    (request, response, e) -> ProblemWriter.write(request, response, needed()))
                .accessDeniedHandler(
                    (request, response, e) -> ProblemWriter.write(request, response, needed())))
        .build();
  }

  /** The server would refuse encoded slashes without a word; the firewall does it with one. */
  @Bean
  TomcatConnectorCustomizer slashes() {
    String passThrough = EncodedSolidusHandling.PASS_THROUGH.getValue();
    return connector -> {
      connector.setEncodedSolidusHandling(passThrough);
      connector.setEncodedReverseSolidusHandling(passThrough);
    };
  }

  /** The server's own observation has each request; another one for each filter says no more. */
  @Bean
  SecurityObservationSettings unobserved() {
    return SecurityObservationSettings.noObservations();
  }

  /** The strict rules for headers, which are regular expressions, at the price of a loop. */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderNames(name -> isText(name, ' '));
    firewall.setAllowedHeaderValues(value -> isText(value, '\t'));
    return firewall;
  }

  /** Whether all of it is assigned and none is a control character but this one. */
  private static boolean isText(String text, int allowed) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each != allowed && (Character.isISOControl(each) || !Character.isDefined(each))) {
        return false;
      }
    }
    return true;
  }

  @Bean
  RequestRejectedHandler rejected() {
    return (request, response, e) ->
        ProblemWriter.write(
            request,
            response,
            new ProblemException(
                ProblemType.INVALID_REQUEST, "The address has characters that are not accepted."));
  }

  /** Nobody signs in by the framework; without this bean it would make a user up. */
  @Bean
  UserDetailsService nobody() {
    return name -> {
      throw new UsernameNotFoundException("Sign-ins have an endpoint of their own");
    };
  }

  private static ProblemException needed() {
    return new ProblemException(ProblemType.UNAUTHENTICATED, "A credential is needed for this.");
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(
            policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER));
  }
}
