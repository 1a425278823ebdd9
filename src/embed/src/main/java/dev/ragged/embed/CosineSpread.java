package dev.ragged.embed;

import dev.ragged.Embedder;
import java.util.List;

/** The standard deviation of a model's cosines between texts that have nothing in common. */
final class CosineSpread {
  private static final List<String> TEXTS =
      List.of(
          "The ferry to the island leaves at seven in the morning.",
          "Knead the dough until it no longer sticks to the bowl.",
          "A new law limits how much tenants may be asked to pay.",
          "The bridge was closed because its cables had rusted.",
          "Whales sing to each other over hundreds of miles.",
          "The compiler reports an error if a variable is not used.",
          "He was born in a small village and became a famous painter.",
          "Take one tablet twice a day with a glass of water.",
          "The home team scored two goals in the last minute.",
          "Shares of the company fell after it lowered its forecast.",
          "Light takes eight minutes to travel from the sun to the earth.",
          "The violin was made three hundred years ago.",
          "Plant the bulbs in autumn, twice as deep as they are tall.",
          "Please reset your password by following the link below.",
          "The treaty ended a war that had lasted thirty years.",
          "Children learn to speak by listening to the people around them.");

  private CosineSpread() {}

  /** Embeds a few sentences to find out. */
  static double of(Embedder model) {
    List<float[]> vectors = model.embed(TEXTS);
    int pairs = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < vectors.size(); i++) {
      for (int j = 0; j < i; j++) {
        double cosine = 0;
        for (int d = 0; d < vectors.get(i).length; d++) {
          cosine += (double) vectors.get(i)[d] * vectors.get(j)[d];
        }
        pairs++;
        sum += cosine;
        squares += cosine * cosine;
      }
    }
    double mean = sum / pairs;
    return Math.sqrt(Math.max(0, squares / pairs - mean * mean));
  }
}
