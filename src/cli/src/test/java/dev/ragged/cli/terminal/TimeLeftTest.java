package dev.ragged.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

  @Test
  void should_say_nothing_until_it_can_tell() {
    TimeLeft left = new TimeLeft();
    for (double second = 0; second < 5; second += 0.25) {
      left.measure(second, second * 10, 1_000 - second * 10);
      assertTrue(left.seconds().isEmpty(), second + " s");
    }
    left.measure(5, 50, 950);
    assertEquals(95, left.seconds().orElseThrow(), 1e-6);
  }

  @Test
  void should_say_nothing_while_nothing_is_done() {
    TimeLeft left = new TimeLeft();
    for (int second = 0; second < 100; second++) {
      left.measure(second, 0, 1_000);
    }
    assertTrue(left.seconds().isEmpty());
  }

  @Test
  void should_count_down_with_the_clock_at_a_steady_rate() {
    TimeLeft left = new TimeLeft();
    for (int second = 0; second < 1_000; second++) {
      left.measure(second, second * 3, 3_000 - second * 3);
      if (second > 5) {
        assertEquals(1_000 - second, left.seconds().orElseThrow(), 1e-6);
      }
    }
  }

  @Test
  void should_not_jump_when_the_rate_does() {
    Random random = new Random(Seeds.seed());
    TimeLeft left = new TimeLeft();
    double total = 100_000;
    double done = 0;
    double before = Double.NaN;
    for (int second = 0; done < total; second++) {
      // Half of the seconds nothing, in others up to four times the mean.
      done += Math.max(0, random.nextDouble() * 400 - 200);
      left.measure(second, done, Math.max(0, total - done));
      if (second > 60) {
        double now = left.seconds().orElseThrow();
        double remaining = (total - done) / 50;
        assertTrue(Math.abs(now - before) < 0.05 * before + 5, before + " s, then " + now + " s");
        assertTrue(
            now < 1.7 * remaining + 60 && now > 0.55 * remaining - 60, remaining + " " + now);
        before = now;
      } else {
        before = left.seconds().orElse(Double.NaN);
      }
    }
  }

  @Test
  void should_follow_a_lasting_change() {
    TimeLeft left = new TimeLeft();
    double done = 0;
    for (int second = 0; second < 400; second++) {
      done += second < 60 ? 100 : 10;
      left.measure(second, done, 100_000 - done);
    }
    double truth = (100_000 - done) / 10;
    assertEquals(truth, left.seconds().orElseThrow(), 0.35 * truth);
  }

  @Test
  void should_speak_as_a_person_would() {
    assertEquals("5 s", TimeLeft.text(0.2));
    assertEquals("40 s", TimeLeft.text(41));
    assertEquals("1 min", TimeLeft.text(58));
    assertEquals("4 min", TimeLeft.text(250));
    assertEquals("1 h 25 min", TimeLeft.text(5_099));
    assertEquals("56 h", TimeLeft.text(200_000));
  }
}
