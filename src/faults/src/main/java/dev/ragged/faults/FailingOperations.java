package dev.ragged.faults;

import dev.ragged.faults.Control.Style;
import dev.ragged.faults.Lab.Prepared;
import dev.ragged.faults.ShimmedProcess.Answer;
import dev.ragged.faults.ShimmedProcess.GoneException;
import dev.ragged.faults.scenario.Scenario;
import dev.ragged.faults.scenario.Scenarios;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes the n-th file operation of a command fail, alone or with all after it. A command that then
 * says it is done must be done, one that fails must have changed nothing, or say that it has, and
 * either must go on well once nothing fails any more.
 */
final class FailingOperations implements FaultKind {
  private Lab lab;

  @Override
  public String name() {
    return "failing-operations";
  }

  @Override
  public int faults() {
    return 3_000;
  }

  private record Fault(int nth, Errno errno, Style style) {
    String in(Scenario scenario) {
      return scenario.name() + ":" + nth + ":" + errno + ":" + style;
    }
  }

  @Override
  public void run(Plan plan, Report report) throws Exception {
    lab = Lab.shared();
    for (Scenario scenario : Scenarios.ALL) {
      if (!plan.concerns(scenario.name())) {
        continue;
      }
      Prepared prepared = lab.prepare(scenario);
      for (Fault fault : faults(plan, prepared)) {
        if (plan.includes(fault.in(scenario))) {
          run(prepared, fault, report);
        }
      }
    }
  }

  /** All, or as many drawn from them as fall to a scenario. */
  private static List<Fault> faults(Plan plan, Prepared prepared) {
    List<Fault> all = new ArrayList<>();
    for (int i = 0; i < prepared.operations().size(); i++) {
      for (Errno errno : Errno.values()) {
        if (!errno.operations.contains(prepared.operations().get(i))) {
          continue;
        }
        all.add(new Fault(i + 1, errno, Style.ONCE));
        all.add(new Fault(i + 1, errno, Style.FOR_EVER));
        if (errno == Errno.ENOSPC && prepared.operations().get(i) == Operation.WRITE) {
          all.add(new Fault(i + 1, errno, Style.SHORT));
        }
      }
    }
    if (plan.isOneCase()) {
      return all;
    }
    Collections.shuffle(all, plan.random(prepared.scenario().name()));
    int share = Math.max(1, plan.faults() / Scenarios.ALL.size());
    return all.subList(0, Math.min(share, all.size()));
  }

  private void run(Prepared prepared, Fault fault, Report report) throws Exception {
    Scenario scenario = prepared.scenario();
    lab.reset(prepared);
    Control control = lab.worker().control;
    String hit = "nothing";
    try {
      control.fail(fault.nth(), fault.errno().number, fault.style(), fault.errno().operations);
      Answer answer = lab.worker().run(lab.line(lab.command(scenario)));
      control.off();
      hit = control.hit();
      State now = lab.state();
      String wrong = wrong(prepared, answer, now);
      if (wrong == null) {
        wrong = lab.goOn(prepared, now);
      }
      if (wrong == null) {
        report.ended(
            this,
            scenario.name(),
            (answer.status() == 0 ? "succeeded, " : "failed, ")
                + now.between(prepared.before(), prepared.after()));
      } else {
        report.counterExample(
            this,
            scenario.name(),
            fault.in(scenario),
            wrong + "\nfailed: " + hit + "\nanswer: " + answer);
      }
    } catch (GoneException e) {
      lab.discardWorker();
      report.counterExample(
          this, scenario.name(), fault.in(scenario), e.getMessage() + "\nfailed: " + hit);
    } catch (RuntimeException e) {
      report.counterExample(
          this,
          scenario.name(),
          fault.in(scenario),
          "cannot be read afterwards: " + e + "\nfailed: " + hit);
    } finally {
      control.off();
    }
  }

  private static String wrong(Prepared prepared, Answer answer, State now) {
    if (answer.status() == 0) {
      String different = now.differenceFrom(prepared.after());
      if (different != null) {
        return "it says it is done, but " + different;
      }
      return prepared.scenario().answers() && !answer.out().equals(prepared.answer().out())
          ? "it says it is done, but answers differently"
          : null;
    }
    String wrong = State.wrong(prepared.before(), prepared.after(), now);
    if (wrong != null) {
      return wrong;
    }
    wrong = Message.wrong(answer.err(), prepared.scenario().answers() ? answer.out() : "");
    if (wrong != null) {
      return wrong;
    }
    boolean done = now.equals(prepared.after()) && !prepared.before().equals(prepared.after());
    return done
            && !Message.admitsChange(answer.err())
            && !prepared.scenario().reportsChange(answer.out())
        ? "it says only that it failed, but it is done"
        : null;
  }
}
