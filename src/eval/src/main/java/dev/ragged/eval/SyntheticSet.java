package dev.ragged.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up passages and questions: things ("the copper lantern") times topics (its colour, its
 * price), a passage each. A question asks about one topic of one thing in other words. One passage
 * answers it, and passages on the same thing or topic come close. The same arguments give the same
 * texts everywhere.
 */
public final class SyntheticSet {
  private static final List<String> KINDS =
      List.of(
          "copper",
          "northern",
          "silent",
          "crooked",
          "amber",
          "hollow",
          "painted",
          "frozen",
          "wooden",
          "narrow",
          "ancient",
          "velvet",
          "broken",
          "floating",
          "hidden",
          "crimson",
          "marble",
          "rusty",
          "gentle",
          "bitter",
          "golden",
          "western",
          "dusty",
          "spotted",
          "striped",
          "woven",
          "salted",
          "carved",
          "twin",
          "winter",
          "paper",
          "iron",
          "glass",
          "emerald",
          "stormy",
          "royal",
          "humble",
          "lonely",
          "clever",
          "ragged");

  private static final List<String> THINGS =
      List.of(
          "lantern",
          "harbour",
          "violin",
          "orchard",
          "telescope",
          "ferry",
          "bakery",
          "clock",
          "bridge",
          "kettle",
          "archive",
          "windmill",
          "saddle",
          "tunnel",
          "beehive",
          "printer",
          "garden",
          "compass",
          "theatre",
          "sledge",
          "fountain",
          "barometer",
          "quarry",
          "loom",
          "museum",
          "furnace",
          "bicycle",
          "lighthouse",
          "piano",
          "vineyard",
          "anvil",
          "canoe",
          "greenhouse",
          "turbine",
          "tower",
          "cellar",
          "carpet",
          "drum",
          "market",
          "well");

  /** What a passage says about a thing, and two ways to ask about it. */
  private record Topic(String statement, List<String> values, List<String> questions) {}

  private static final List<Topic> TOPICS =
      List.of(
          new Topic(
              "The %s was bought for %s at an auction, and nobody has offered more since.",
              List.of("ninety crowns", "four hundred florins", "a single penny", "two cows"),
              List.of("How much did the %s cost?", "What was paid for the %s?")),
          new Topic(
              "Its keeper washes the %s with %s every week and dries it with a soft cloth.",
              List.of("warm vinegar", "soap and rain water", "diluted ammonia", "plain sand"),
              List.of("How is the %s cleaned?", "What do I use to get dirt off the %s?")),
          new Topic(
              "The %s belongs to %s, who inherited it from a great-aunt.",
              List.of(
                  "a retired surgeon", "the parish council", "two brothers", "a travelling circus"),
              List.of("Who owns the %s?", "Whose property is the %s?")),
          new Topic(
              "From a distance the %s looks %s, though the paint has faded on one side.",
              List.of("bright turquoise", "pale yellow", "nearly black", "white with red dots"),
              List.of("What colour is the %s?", "How is the %s painted?")),
          new Topic(
              "Put on the scales, the %s came to %s, more than anyone had guessed.",
              List.of("eleven tons", "forty kilograms", "three hundred pounds", "two ounces"),
              List.of("How heavy is the %s?", "What does the %s weigh?")),
          new Topic(
              "Records show that the %s was built in %s by craftsmen from abroad.",
              List.of("the year 1642", "the spring of 1811", "the late Middle Ages", "1977"),
              List.of("When was the %s made?", "How old is the %s?")),
          new Topic(
              "If the %s stops working, %s and wait for an hour before the next attempt.",
              List.of(
                  "loosen the left screw",
                  "replace the spring",
                  "oil all hinges",
                  "cut the current"),
              List.of("How do I repair the %s?", "What should be done when the %s fails?")),
          new Topic(
              "In cold months the %s is stored in %s, wrapped in straw against the frost.",
              List.of(
                  "a dry attic",
                  "the town hall's basement",
                  "an empty barn",
                  "a shed by the river"),
              List.of("Where is the %s kept in winter?", "In which place is the %s put away?")),
          new Topic(
              "Visitors may see the %s %s; children pay half and dogs stay outside.",
              List.of("on Sundays only", "from noon to four", "by appointment", "after nightfall"),
              List.of("When can I visit the %s?", "What are the opening hours of the %s?")),
          new Topic(
              "Neighbours complain that the %s makes %s whenever the wind turns.",
              List.of(
                  "a shrill whistle", "a deep hum", "a rattling like dice", "a sound of sobbing"),
              List.of("What noise does the %s make?", "Why do people hear the %s?")),
          new Topic(
              "A warning beside the %s says that %s, after an accident long ago.",
              List.of(
                  "gloves must be worn",
                  "no flame may come near",
                  "only one may enter",
                  "ropes are to be checked"),
              List.of("Is the %s dangerous?", "Which safety rule applies to the %s?")),
          new Topic(
              "The design of the %s was copied from %s, as letters of the time confess.",
              List.of(
                  "a Venetian engraving",
                  "a rival's workshop",
                  "a Persian manuscript",
                  "a seashell"),
              List.of("What inspired the %s?", "Where does the design of the %s come from?")));

  private static final List<String> ASIDES =
      List.of(
          "Few people in the village know about it.",
          "The newspaper wrote a short article on the matter.",
          "An old photograph confirms this.",
          "Opinions differ on whether that was wise.",
          "The clerk noted it down in a green book.",
          "This has been the custom for generations.",
          "A plaque on the wall tells the story.",
          "Strangers are usually surprised to hear it.");

  /** The maximum number of passages: every topic of every thing once. */
  public static final int MAX_PASSAGES = KINDS.size() * THINGS.size() * TOPICS.size();

  private SyntheticSet() {}

  /**
   * Makes up a data set.
   *
   * @param passages 1 to {@link #MAX_PASSAGES}
   * @param questions maximum number; there are never more than passages
   * @throws IllegalArgumentException if the number of passages is out of range
   */
  public static DataSet of(int passages, int questions, long seed) {
    if (passages < 1 || passages > MAX_PASSAGES) {
      throw new IllegalArgumentException(
          "A synthetic data set must have between 1 and "
              + MAX_PASSAGES
              + " passages, got "
              + passages
              + ".");
    }
    Random random = new Random(seed);
    List<String> things = new ArrayList<>();
    KINDS.forEach(kind -> THINGS.forEach(thing -> things.add(kind + " " + thing)));
    Collections.shuffle(things, random);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < passages; i++) {
      texts.add(passage(TOPICS.get(i % TOPICS.size()), things.get(i / TOPICS.size()), random));
    }
    List<Integer> asked = new ArrayList<>();
    for (int i = 0; i < passages; i++) {
      asked.add(i);
    }
    Collections.shuffle(asked, random);
    List<DataSet.Question> made = new ArrayList<>();
    for (int i : asked.subList(0, Math.min(questions, passages))) {
      List<String> ways = TOPICS.get(i % TOPICS.size()).questions();
      String way = ways.get(random.nextInt(ways.size()));
      String question = way.formatted(things.get(i / TOPICS.size()));
      made.add(new DataSet.Question(question, Map.of(i, 1)));
    }
    return new DataSet("synthetic:" + passages + ":" + seed, texts, made);
  }

  private static String passage(Topic topic, String thing, Random random) {
    List<String> values = topic.values();
    String statement =
        topic.statement().formatted(thing, values.get(random.nextInt(values.size())));
    String before = ASIDES.get(random.nextInt(ASIDES.size()));
    String after = ASIDES.get(random.nextInt(ASIDES.size()));
    return random.nextBoolean() ? statement + " " + after : before + " " + statement + " " + after;
  }
}
