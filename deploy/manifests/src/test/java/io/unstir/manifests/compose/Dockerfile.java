package io.unstir.manifests.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Dockerfile's stages, as far as images can be judged by them without being built. */
record Dockerfile(Map<String, String> arguments, Map<String, Stage> stages) {
    private static final Pattern WORD_PAIR = Pattern.compile("(\\w+)=(\"[^\"]*\"|\\S+)");

    static Dockerfile parse(String text) {
        var arguments = new HashMap<String, String>();
        var stages = new HashMap<String, Stage>();
        Stage stage = null;
        for (String line :
                text.replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "").split("\n")) {
            if (line.isBlank()) {
                continue;
            }
            var words = line.split("\\s+", 2);
            if (words[0].equals("FROM")) {
                var from = words[1].split("\\s+");
                stage = new Stage(from[0], Optional.ofNullable(stages.get(from[0])), new ArrayList<>());
                stages.put(from[2], stage);
            } else if (stage == null) {
                var argument = words[1].split("=", 2);
                arguments.put(argument[0], argument[1]);
            } else {
                stage.own.add(new Instruction(words[0], words[1]));
            }
        }
        return new Dockerfile(arguments, stages);
    }

    record Instruction(String name, String rest) {}

    /**
     * One file or folder put into an image.
     *
     * @param from the stage it is taken from; empty: what is built from
     */
    record Copy(Optional<String> from, String source, String target) {
        private static Copy parse(String rest) {
            var words = Arrays.stream(rest.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
            var from = Arrays.stream(rest.split("\\s+"))
                    .filter(word -> word.startsWith("--from="))
                    .map(word -> word.substring("--from=".length()))
                    .findFirst();
            String source = words.getFirst();
            String target = words.getLast();
            return new Copy(
                    from,
                    source,
                    target.endsWith("/") ? target + source.substring(source.lastIndexOf('/') + 1) : target);
        }
    }

    /** @param base another stage of the file, where it is one */
    record Stage(String from, Optional<Stage> base, List<Instruction> own) {
        /** What the last such instruction says, the stages below included. */
        Optional<String> last(String name) {
            return own.stream()
                    .filter(it -> it.name.equals(name))
                    .map(Instruction::rest)
                    .reduce((earlier, later) -> later)
                    .or(() -> base.flatMap(it -> it.last(name)));
        }

        /** What is put into it, the stages below included; a later one may stand on an earlier one. */
        List<Copy> copies() {
            return Stream.concat(
                            base.map(Stage::copies).orElse(List.of()).stream(),
                            own.stream().filter(it -> it.name.equals("COPY")).map(it -> Copy.parse(it.rest)))
                    .toList();
        }

        /** Words of an instruction in exec form, which no shell stands before. */
        List<String> exec(String name) {
            String text = last(name).orElseThrow();
            try {
                return List.of(new ObjectMapper().readValue(text.substring(text.indexOf('[')), String[].class));
            } catch (JsonProcessingException | StringIndexOutOfBoundsException e) {
                throw new AssertionError(name + " is not in exec form: " + text, e);
            }
        }

        Map<String, String> environment() {
            var environment =
                    new HashMap<String, String>(base.map(Stage::environment).orElse(Map.of()));
            own.stream().filter(it -> it.name.equals("ENV")).forEach(it -> WORD_PAIR
                    .matcher(it.rest)
                    .results()
                    .forEach(
                            pair -> environment.put(pair.group(1), pair.group(2).replace("\"", ""))));
            return environment;
        }
    }
}
