package io.unstir.local.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A component of the bill of materials.
 *
 * @param licences as it says itself; of several, one may choose
 */
record Library(String group, String artifact, String version, Set<String> licences) {

    /** Those of others. */
    static List<Library> of(Path bill) throws IOException {
        return stream(new ObjectMapper().readTree(bill.toFile()).path("components"))
                .filter(component -> !component.path("group").asText().equals("io.unstir"))
                .map(Library::of)
                .toList();
    }

    private static Library of(JsonNode component) {
        var licences = new TreeSet<String>();
        for (JsonNode choice : component.path("licenses")) {
            var licence = choice.path("license");
            licences.add(licence.path("id")
                    .asText(licence.path("name")
                            .asText(choice.path("expression").asText())));
        }
        return new Library(
                component.path("group").asText(),
                component.path("name").asText(),
                component.path("version").asText(),
                licences);
    }

    String name() {
        return group + ":" + artifact;
    }

    /** Quarkus puts the group in front, Maven does not; a classifier may stand behind. */
    boolean isIn(String jar) {
        String file = artifact + "-" + version;
        return jar.startsWith(file) || jar.startsWith(group + "." + file);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
