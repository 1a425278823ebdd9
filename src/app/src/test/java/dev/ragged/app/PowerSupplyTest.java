package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Embedder;
import dev.ragged.config.Settings;
import dev.ragged.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PowerSupplyTest {
  @TempDir Path dir;

  private Path supplies;

  @BeforeEach
  void make_folder() throws IOException {
    supplies = Files.createDirectory(dir.resolve("power_supply"));
  }

  /** A supply as Linux has it: a folder with a file for each value. */
  private void supply(String name, String... values) throws IOException {
    Path folder = Files.createDirectories(supplies.resolve(name));
    for (int i = 0; i < values.length; i += 2) {
      Files.writeString(folder.resolve(values[i]), values[i + 1] + "\n");
    }
  }

  private boolean isBattery() {
    return new PowerSupply(supplies, null).isBattery();
  }

  @Test
  void should_know_a_machine_that_runs_on_its_battery() throws IOException {
    assertFalse(isBattery(), "there is no battery");
    supply("BAT0", "type", "Battery", "status", "Discharging", "capacity", "80");
    assertTrue(isBattery());
    supply("AC", "type", "Mains", "online", "0");
    assertTrue(isBattery());
    supply("AC", "type", "Mains", "online", "1");
    assertFalse(isBattery(), "it is plugged in");
  }

  @Test
  void should_take_no_other_battery_for_the_machines() throws IOException {
    supply("mouse", "type", "Battery", "status", "Discharging", "scope", "Device");
    assertFalse(isBattery());
    supply("BAT0", "type", "Battery", "status", "Full");
    assertFalse(isBattery());
    assertFalse(new PowerSupply(dir.resolve("absent"), null).isBattery());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void should_ask_the_program_of_macos() {
    assertTrue(
        new PowerSupply(supplies, List.of("echo", "Now drawing from 'Battery Power'")).isBattery());
    assertFalse(
        new PowerSupply(supplies, List.of("echo", "Now drawing from 'AC Power'")).isBattery());
    assertFalse(new PowerSupply(supplies, List.of("no-such-program")).isBattery());
  }

  @Test
  void should_leave_half_of_the_processors_to_others_on_battery() throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    PowerSupply power = new PowerSupply(supplies, null);
    assertEquals(processors, threads(Map.of(), power));
    supply("BAT0", "type", "Battery", "status", "Discharging");
    assertEquals(Math.max(1, processors / 2), threads(Map.of(), power));
    assertEquals(7, threads(Map.of("RAGGED_THREADS", "7"), power), "somebody chose");
    assertEquals(4, Models.threadsOnBattery(8));
    assertEquals(1, Models.threadsOnBattery(1));
  }

  private int threads(Map<String, String> env, PowerSupply power) {
    Settings settings = Settings.of(dir.resolve("data"), env, BackendProvider.installed());
    try (Embedder model = new Models(settings, (m, f, done, size) -> {}).open(power)) {
      return model.parallelism();
    }
  }
}
