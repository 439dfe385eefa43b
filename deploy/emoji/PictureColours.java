import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names the colours that most of a picture has, counted over its opaque pixels. */
final class PictureColours {
    private static final int OPAQUE = 128;

    private final Map<Colour, Integer> counts = new EnumMap<>(Colour.class);

    /** @param ignored colours that don't count */
    PictureColours(BufferedImage picture, Set<Colour> ignored) {
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int argb = picture.getRGB(x, y);
                if (argb >>> 24 >= OPAQUE) {
                    counts.merge(Colour.of(argb), 1, Integer::sum);
                }
            }
        }
        counts.keySet().removeAll(ignored);
    }

    /**
     * @param most names at most
     * @param leastPercent what each of them must cover
     * @return for example {@code red and white}, the largest first, of equal ones the earlier in {@link Colour}; empty where none is large enough
     */
    String named(int most, int leastPercent) {
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        List<String> names = counts.entrySet().stream()
                .sorted(Map.Entry.<Colour, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .filter(entry -> entry.getValue() * 100 >= leastPercent * total)
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
        return names.size() <= 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
    }
}
