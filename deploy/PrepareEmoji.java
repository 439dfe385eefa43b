import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Turns an extracted {@code emoji-datasource-google} package into images and captions; started by {@code prepare-emoji}. A single
 * file without libraries, so that any JDK from 17 on runs it as it is.
 */
public final class PrepareEmoji {
    private static final Map<String, String> TONES = Map.of(
            "1F3FB", "light", "1F3FC", "medium-light", "1F3FD", "medium", "1F3FE", "medium-dark", "1F3FF", "dark");

    public static void main(String[] arguments) throws IOException {
        List<String> rest = new ArrayList<>(Arrays.asList(arguments));
        boolean skinTones = rest.remove("--skin-tones");
        Path source = Path.of(rest.get(0));
        Path target = Path.of(rest.get(1));
        Map<String, List<String>> captions = captions(source.resolve("emoji.json"), skinTones);
        Files.createDirectories(target);
        var lines = new StringBuilder();
        for (String image : captions.keySet()) {
            Files.copy(
                    source.resolve("img/google/64").resolve(image),
                    target.resolve(image),
                    StandardCopyOption.REPLACE_EXISTING);
            for (String caption : captions.get(image)) {
                lines.append("{\"file_name\": ").append(Json.quote(image));
                lines.append(", \"text\": ").append(Json.quote(caption)).append("}\n");
            }
        }
        Files.writeString(target.resolve("metadata.jsonl"), lines);
        System.out.println(captions.size() + " images with captions written to " + target);
    }

    /** By file name, in the order of the names: all there is to say, and the name alone, which is what most people type. */
    private static Map<String, List<String>> captions(Path json, boolean skinTones) throws IOException {
        var captions = new TreeMap<String, List<String>>();
        for (Object item : (List<?>) new Json(Files.readString(json)).value()) {
            Map<?, ?> emoji = (Map<?, ?>) item;
            String caption = caption(emoji);
            String name = words((String) emoji.get("name"));
            if (Boolean.TRUE.equals(emoji.get("has_img_google"))) {
                captions.put((String) emoji.get("image"), List.of(caption, name));
            }
            if (skinTones && emoji.get("skin_variations") instanceof Map<?, ?> variations) {
                variations.forEach((tones, variation) -> {
                    if (Boolean.TRUE.equals(((Map<?, ?>) variation).get("has_img_google"))) {
                        String tone = ", " + skin((String) tones);
                        captions.put(
                                (String) ((Map<?, ?>) variation).get("image"),
                                List.of(caption + tone, name + tone));
                    }
                });
            }
        }
        return captions;
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

    /** As much of RFC 8259 as the package's file needs. */
    private static final class Json {
        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        Object value() {
            return switch (next()) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                default -> literal();
            };
        }

        private char next() {
            while (Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.charAt(at);
        }

        private Map<String, Object> object() {
            var members = new LinkedHashMap<String, Object>();
            at++;
            while (next() != '}') {
                String name = string();
                expect(':');
                members.put(name, value());
                skipComma();
            }
            at++;
            return members;
        }

        private List<Object> array() {
            var elements = new ArrayList<>();
            at++;
            while (next() != ']') {
                elements.add(value());
                skipComma();
            }
            at++;
            return elements;
        }

        private String string() {
            expect('"');
            var out = new StringBuilder();
            while (text.charAt(at) != '"') {
                char c = text.charAt(at++);
                out.append(c == '\\' ? escaped() : c);
            }
            at++;
            return out.toString();
        }

        private char escaped() {
            char c = text.charAt(at++);
            return switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> {
                    at += 4;
                    yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
                }
                default -> c;
            };
        }

        private Object literal() {
            int start = at;
            while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return switch (text.substring(start, at)) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> "";
                default -> Double.valueOf(text.substring(start, at));
            };
        }

        private void expect(char c) {
            if (next() != c) {
                throw new IllegalArgumentException("emoji.json: expected " + c + " at character " + at);
            }
            at++;
        }

        private void skipComma() {
            if (next() == ',') {
                at++;
            }
        }

        static String quote(String text) {
            var out = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
            return out.append('"').toString();
        }
    }
}
