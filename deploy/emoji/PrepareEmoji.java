import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** Turns an extracted {@code emoji-datasource-google} package into images and captions; started by {@code prepare-emoji}. */
public final class PrepareEmoji {
    private static final Map<String, String> TONES = Map.of(
            "1F3FB", "light", "1F3FC", "medium-light", "1F3FD", "medium", "1F3FE", "medium-dark", "1F3FF", "dark");

    private final Path images;
    private final Path target;
    private final Phrases phrases;

    /** By file name. */
    private final Map<String, String> lines = new TreeMap<>();

    /** Arguments: the package, table of phrases, phrases to leave out, the folder to write, and perhaps {@code --skin-tones}. */
    public static void main(String[] arguments) throws IOException {
        List<String> rest = new ArrayList<>(Arrays.asList(arguments));
        boolean skinTones = rest.remove("--skin-tones");
        Path source = Path.of(rest.get(0));
        var phrases = new Phrases(Path.of(rest.get(1)), Path.of(rest.get(2)));
        new PrepareEmoji(source.resolve("img/google/64"), Path.of(rest.get(3)), phrases)
                .write((List<?>) new Json(Files.readString(source.resolve("emoji.json"))).value(), skinTones);
    }

    private PrepareEmoji(Path images, Path target, Phrases phrases) {
        this.images = images;
        this.target = target;
        this.phrases = phrases;
    }

    private void write(List<?> items, boolean skinTones) throws IOException {
        Files.createDirectories(target);
        for (Object item : items) {
            Map<?, ?> emoji = (Map<?, ?>) item;
            add(emoji, emoji, "");
            if (skinTones && emoji.get("skin_variations") instanceof Map<?, ?>) {
                for (Map.Entry<?, ?> variation : ((Map<?, ?>) emoji.get("skin_variations")).entrySet()) {
                    add(emoji, (Map<?, ?>) variation.getValue(), ", " + skin((String) variation.getKey()));
                }
            }
        }
        Files.writeString(target.resolve("metadata.jsonl"), String.join("", lines.values()));
        System.out.println(lines.size() + " images with captions written to " + target);
    }

    /** Copies one image and notes its captions. */
    private void add(Map<?, ?> emoji, Map<?, ?> variation, String tone) throws IOException {
        if (!Boolean.TRUE.equals(variation.get("has_img_google"))) {
            return;
        }
        String image = (String) variation.get("image");
        Files.copy(images.resolve(image), target.resolve(image), StandardCopyOption.REPLACE_EXISTING);
        lines.put(
                image,
                captions(emoji, image, tone).stream()
                        .map(caption -> line(image, caption, (String) emoji.get("category")))
                        .collect(Collectors.joining()));
    }

    /** All there is to say, the name alone, which is what most people type, and what it looks like. */
    private Set<String> captions(Map<?, ?> emoji, String image, String tone) throws IOException {
        BufferedImage picture = ImageIO.read(images.resolve(image).toFile());
        var captions = new LinkedHashSet<String>();
        String name = words((String) emoji.get("name"));
        captions.add(caption(emoji) + tone);
        captions.add(name + tone);
        boolean article = image.hashCode() % 2 == 0;
        phrases.of((String) emoji.get("subcategory"), name, picture, article).ifPresent(captions::add);
        captions.removeIf(phrases::isHeldOut);
        return captions;
    }

    private static String line(String image, String caption, String category) {
        return "{\"file_name\": %s, \"text\": %s, \"category\": %s}\n"
                .formatted(Json.quote(image), Json.quote(caption), Json.quote(category));
    }

    private static String caption(Map<?, ?> emoji) {
        var parts = new LinkedHashSet<String>();
        parts.add(words((String) emoji.get("name")));
        for (Object name : (List<?>) emoji.get("short_names")) {
            // flag-ge names a country by its code, which no prompt does.
            if (!((String) name).startsWith("flag-")) {
                parts.add(words((String) name));
            }
        }
        parts.add(words((String) emoji.get("category")));
        parts.add(words((String) emoji.get("subcategory")));
        return String.join(", ", parts);
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_\\s]+", " ").strip();
    }

    private static String skin(String tones) {
        return Arrays.stream(tones.split("-")).map(TONES::get).distinct().collect(Collectors.joining(" and "))
                + " skin tone";
    }
}
