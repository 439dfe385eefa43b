package io.unstir.local.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.e2e.ApiDocument.Block;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** docs/api.md does as it says: its commands and programs run as they stand, but for ports and the data folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ApiDocumentIT {
    private static final int PORT_BASE = 7720;
    private static final String REQUIRED = "UNSTIR_REQUIRE_TOOLS";
    private static final List<String> TOOLS = List.of("bash", "curl", "jq", "python3", "protoc");
    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final String PNG = "\u0089PNG";

    @TempDir
    static Path folder;

    private Path work;
    private String receiverPort;
    private RunningSystem system;
    private ApiDocument document;

    @BeforeAll
    void start() throws IOException {
        document = ApiDocument.read(REPOSITORY.resolve("docs/api.md"));
        receiverPort = freePort();
        layOut();
        system = new RunningSystem(folder.resolve("data"), PORT_BASE);
        system.launcher(work.resolve("unstir"));
        system.up();
        system.awaitModel("emoji@2");
    }

    @AfterAll
    void stop() {
        system.down();
        assertThat(system.processes()).as("processes left behind").isEmpty();
    }

    @Test
    @Order(1)
    void thePythonProgramsRunWithOpenAisOwnClient() throws Exception {
        run("python3 -m venv venv");
        String installed = attempt("venv/bin/pip install --quiet --retries 0 openai");
        Assumptions.assumeTrue(installed.isEmpty(), "pip cannot install openai: " + installed);
        for (Block program : document.in("python")) {
            Files.deleteIfExists(work.resolve("heart.png"));
            Files.writeString(work.resolve("program.py"), ported(program.text()));

            String told = run("venv/bin/python program.py");

            if (program.text().contains("heart.png")) {
                assertThat(told).contains("emoji@2");
                assertThat(work.resolve("heart.png")).content(ISO_8859_1).startsWith(PNG);
            }
        }
    }

    @Test
    @Order(2)
    void theJavaScriptProgramRunsWithOpenAisOwnClient() throws Exception {
        String installed = attempt("npm install --silent --no-audit --no-fund openai");
        Assumptions.assumeTrue(installed.isEmpty(), "npm cannot install openai: " + installed);
        Files.deleteIfExists(work.resolve("heart.png"));
        Files.writeString(
                work.resolve("program.mjs"), ported(document.in("js").getFirst().text()));

        String told = run("node program.mjs");

        assertThat(told).contains("emoji@2");
        assertThat(work.resolve("heart.png")).content(ISO_8859_1).startsWith(PNG);
    }

    @Test
    @Order(3)
    void everyCommandDoesWhatThePageShows() throws Exception {
        // Given
        var missing = TOOLS.stream().filter(tool -> !onPath(tool)).toList();
        if ("true".equals(System.getenv(REQUIRED))) {
            assertThat(missing)
                    .as("tools that the page uses and this machine lacks")
                    .isEmpty();
        }
        Assumptions.assumeTrue(missing.isEmpty(), "docs/api.md uses " + missing + ", which are not here");
        var commands = document.in("sh");
        var script = new StringBuilder("set -euo pipefail\n");
        for (Block command : commands) {
            script.append("{ echo ")
                    .append(command.line())
                    .append(" >&3\n")
                    .append(ported(command.text()))
                    .append("\n} > out.%1$d 2> err.%1$d\n".formatted(command.line()));
        }
        Files.writeString(work.resolve("page.sh"), script);

        // The page begins with starting it.
        system.down();

        // When
        var page = new ProcessBuilder("bash", "-c", "exec bash page.sh 3> reached");
        int status = status(page, 10);

        // Then
        String reached = Files.readAllLines(work.resolve("reached")).getLast();
        assertThat(status)
                .as(
                        "the commands at line %s of docs/api.md: %s%s",
                        reached, told("out." + reached), told("err." + reached))
                .isZero();
        for (Block command : commands) {
            String out = told("out." + command.line());
            if (command.shows().isPresent()) {
                assertThat(new Claim(command.shows().get()).holdsFor(out))
                        .as(
                                "line %d of docs/api.md shows%n%s%nand this came:%n%s",
                                command.line(), command.shows().get(), out)
                        .isTrue();
            } else {
                assertThat(out)
                        .as("line %d of docs/api.md", command.line())
                        .doesNotContainPattern("(?m)^\\{\"type\":\"[^\"]*/problems/");
            }
        }
        assertThat(commands).hasSizeGreaterThan(20);
        assertThat(commands).filteredOn(command -> command.shows().isPresent()).hasSizeGreaterThan(8);
        assertThat(work.resolve("heart.png")).content(ISO_8859_1).startsWith(PNG);
        assertThat(work.resolve("job_event_pb2.py")).isNotEmptyFile();
    }

    /** A folder like the repository's, but for what the page writes into it. */
    private void layOut() throws IOException {
        work = Files.createDirectories(folder.resolve("work"));
        Files.createSymbolicLink(work.resolve(".unstir"), folder.resolve("data"));
        for (String part : List.of("storage-service", "deploy")) {
            Files.createSymbolicLink(work.resolve(part), REPOSITORY.resolve(part));
        }
        var examples = Files.createDirectories(work.resolve("docs/examples"));
        try (var files = Files.list(REPOSITORY.resolve("docs/examples"))) {
            for (Path file : files.toList()) {
                Files.writeString(examples.resolve(file.getFileName()), ported(Files.readString(file)));
            }
        }
    }

    private String ported(String text) {
        return text.replace(":7600", ":" + PORT_BASE)
                .replace(":7603", ":" + (PORT_BASE + 3))
                .replace("~/.unstir", ".unstir")
                .replace("9000", receiverPort);
    }

    private String run(String command) throws Exception {
        assertThat(attempt(command)).as(command).isEmpty();
        return told("out");
    }

    /** What went wrong, if anything did. */
    private String attempt(String command) throws Exception {
        int status = status(
                new ProcessBuilder("bash", "-c", command)
                        .redirectOutput(work.resolve("out").toFile())
                        .redirectError(work.resolve("err").toFile()),
                4);
        return status == 0 ? "" : "status " + status + ": " + told("out") + told("err");
    }

    private int status(ProcessBuilder builder, int minutes) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin");
        builder.directory(work.toFile());
        builder.environment().put("PATH", java + ":" + System.getenv("PATH"));
        var process = builder.start();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            throw new AssertionError("no end after " + minutes + " minutes: " + builder.command());
        }
        return process.exitValue();
    }

    private String told(String file) throws IOException {
        var path = work.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    private static boolean onPath(String tool) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
