package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.approvals.Approvals;
import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.budgets.Budgets;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.limits.InFlight;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.WaitingCalls;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.tasks.SessionTasks;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of tool calls. */
@Configuration(proxyBeanMethods = false)
public class ToolsConfiguration {

  @Bean
  VisibleTools visibleTools(Catalogs catalogs, ActivePolicies policies) {
    return new VisibleTools(catalogs, policies);
  }

  @Bean
  ToolInventory toolInventory(Catalogs catalogs, ActivePolicies policies) {
    return new ToolInventory(catalogs, policies);
  }

  @Bean
  CallRecords callRecords(
      Audit audit,
      MeterRegistry meters,
      @Value("${preloop.audit.before-call}") boolean beforeCall) {
    return new CallRecords(audit, meters, beforeCall);
  }

  @Bean
  StillRight stillRight(
      Principals principals, Catalogs catalogs, ActivePolicies policies, Revisions revisions) {
    return new StillRight(principals, catalogs, policies, revisions);
  }

  @Bean
  CountedCalls countedCalls(UpstreamCalls upstream, Budgets budgets) {
    return new CountedCalls(upstream, budgets);
  }

  @Bean
  AllowedCalls allowedCalls(
      CountedCalls counted,
      StillRight stillRight,
      ActivePolicies policies,
      CallRecords records,
      Approvals approvals,
      SessionTasks tasks,
      InstantSource clock) {
    return new AllowedCalls(
        counted,
        stillRight,
        new Screening(policies),
        records,
        new AskedResults(approvals),
        new TaskedCalls(tasks),
        clock);
  }

  @Bean
  TaskRequests taskRequests(
      VisibleTools visible,
      UpstreamCalls upstream,
      StillRight stillRight,
      ActivePolicies policies,
      CallRecords records) {
    return new TaskRequests(visible, upstream, stillRight, new Screening(policies), records);
  }

  @Bean
  AskedCalls askedCalls(Approvals approvals, CallRecords records) {
    return new AskedCalls(approvals, records);
  }

  @Bean
  Questions questions(
      ActivePolicies policies, AskedCalls asked, CallRecords records, InstantSource clock) {
    return new Questions(policies, asked, records, clock);
  }

  @Bean
  ToolCalls toolCalls(
      VisibleTools visible,
      AllowedCalls allowed,
      AskedCalls asked,
      CallRecords records,
      CallLimits limits,
      InstantSource clock) {
    return new ToolCalls(
        visible, allowed, asked, records, new InFlight(limits.perPrincipal()), clock);
  }

  @Bean
  Admissions admissions(VisibleTools visible, CallRecords records, InstantSource clock) {
    return new Admissions(visible, records, clock);
  }

  @Bean
  ApprovedToolCalls approvedToolCalls(
      StillRight stillRight, CountedCalls counted, ActivePolicies policies, InstantSource clock) {
    return new ApprovedToolCalls(stillRight, counted, new Again(clock), new Screening(policies));
  }

  @Bean
  WaitingCalls waitingCalls(
      ApprovalReading approvals,
      ActivePolicies policies,
      Catalogs catalogs,
      Principals principals,
      InstantSource clock) {
    return new WaitingToolCalls(
        approvals, policies, new WaitingToolCalls.Then(catalogs, principals, new Again(clock)));
  }
}
