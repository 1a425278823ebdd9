package dev.ragged.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether the machine runs on its battery, where the system tells: Linux and macOS. */
public final class PowerSupply {
  private static final Path LINUX = Path.of("/sys/class/power_supply");
  private static final List<String> MACOS = List.of("pmset", "-g", "batt");
  private static final String MACOS_ON_BATTERY = "'Battery Power'";
  private static final int SECONDS_TO_WAIT = 2;

  private final Path supplies;
  private final List<String> command;

  /**
   * @param supplies the folder in which Linux has one for each supply
   * @param command what prints on its first line what the machine draws from, or null
   */
  PowerSupply(Path supplies, List<String> command) {
    this.supplies = supplies;
    this.command = command;
  }

  public static PowerSupply ofSystem() {
    return new PowerSupply(LINUX, System.getProperty("os.name").startsWith("Mac") ? MACOS : null);
  }

  /** Whether it is certain that it does. */
  public boolean isBattery() {
    try {
      return command == null ? isDischarging() : says(MACOS_ON_BATTERY);
    } catch (IOException e) {
      return false; // as on most machines without a battery
    }
  }

  private boolean isDischarging() throws IOException {
    boolean discharging = false;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(supplies)) {
      for (Path supply : all) {
        if (value(supply, "scope").equals("Device")) {
          continue; // a mouse's or a keyboard's
        }
        if (value(supply, "online").equals("1")) {
          return false;
        }
        discharging |=
            value(supply, "type").equals("Battery")
                && value(supply, "status").equals("Discharging");
      }
    }
    return discharging;
  }

  private static String value(Path supply, String name) {
    try {
      return Files.readString(supply.resolve(name), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return ""; // each kind of supply has other files
    }
  }

  private boolean says(String words) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      if (!process.waitFor(SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return line != null && line.contains(words);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
