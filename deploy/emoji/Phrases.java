import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says what a picture shows as somebody would who doesn't know the emoji's name, for example {@code green vegetable} or {@code sad
 * yellow face}: the kind comes from a table, the colours from the picture. Phrases that are kept to test a model with are never
 * said, in whatever order and with whatever article.
 */
final class Phrases {
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final String ANY = "-";
    private static final String COLOURS = "*";
    private static final String CLOTHES_COLOURS = "~";
    private static final Set<Colour> SKIN_OR_HAIR =
            EnumSet.of(Colour.YELLOW, Colour.ORANGE, Colour.BROWN, Colour.PINK, Colour.BLACK);
    private static final int FLAG_COLOURS = 3;
    private static final int FLAG_SHARE = 10;
    private static final int OTHER_COLOURS = 2;
    private static final int OTHER_SHARE = 30;

    private final List<Rule> rules;
    private final Set<Set<String>> heldOut;

    private record Rule(String subcategory, String word, String phrase) {
        boolean fits(String otherSubcategory, Set<String> words) {
            return subcategory.equals(otherSubcategory) && (word.equals(ANY) || words.contains(word));
        }
    }

    Phrases(Path table, Path heldOutPhrases) throws IOException {
        try (var lines = Files.lines(table)) {
            rules = lines.filter(line -> !line.startsWith("#")).map(Phrases::rule).collect(Collectors.toList());
        }
        try (var lines = Files.lines(heldOutPhrases)) {
            heldOut = lines.filter(line -> !line.isBlank())
                    .map(Phrases::telling)
                    .collect(Collectors.toSet());
        }
    }

    private static Rule rule(String line) {
        String[] fields = line.split("\t");
        if (fields.length != 3) {
            throw new IllegalArgumentException("phrases.tsv: expected three fields, got: " + line);
        }
        return new Rule(fields[0], fields[1], fields[2]);
    }

    /** Whether this is one of the phrases to test with. */
    boolean isHeldOut(String caption) {
        return heldOut.contains(telling(caption));
    }

    /**
     * Without colours where the phrase with them is held out; empty where that is too, or the table has no such kind.
     *
     * @param article whether the phrase may begin with one: people write prompts with and without
     */
    Optional<String> of(String subcategory, String name, BufferedImage picture, boolean article) {
        Set<String> words = new HashSet<>(Arrays.asList(name.split("[^a-z]+")));
        return rules.stream()
                .filter(rule -> rule.fits(subcategory, words))
                .findFirst()
                .flatMap(rule -> List.of(coloured(rule, picture), filled(rule, "")).stream()
                        .filter(phrase -> !isHeldOut(phrase))
                        .findFirst())
                .map(phrase -> article ? phrase : phrase.replaceFirst("^an? ", ""));
    }

    private static String coloured(Rule rule, BufferedImage picture) {
        boolean flag = rule.subcategory().endsWith("-flag");
        boolean clothes = rule.phrase().contains(CLOTHES_COLOURS);
        var colours = new PictureColours(picture, clothes ? SKIN_OR_HAIR : EnumSet.noneOf(Colour.class));
        return filled(rule, flag ? colours.named(FLAG_COLOURS, FLAG_SHARE) : colours.named(OTHER_COLOURS, OTHER_SHARE));
    }

    private static String filled(Rule rule, String colours) {
        String phrase = rule.phrase().replaceAll(colours.isEmpty() ? "\\[.*]" : "[\\[\\]]", "");
        return phrase.replace(COLOURS, colours)
                .replace(CLOTHES_COLOURS, colours)
                .replaceAll("\\s+", " ")
                .replaceFirst("^a (?=[aeiou])", "an ")
                .strip();
    }

    private static Set<String> telling(String phrase) {
        var words = new TreeSet<>(Arrays.asList(phrase.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
        words.removeAll(ARTICLES);
        words.remove("");
        return words;
    }
}
