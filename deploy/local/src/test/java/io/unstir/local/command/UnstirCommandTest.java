package io.unstir.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.unstir.local.Console;
import io.unstir.local.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnstirCommandTest {
    private static final Path ZSH = Path.of("/usr/bin/zsh");

    @TempDir
    Path parent;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--data", parent.resolve("data").toString()));
        all.addAll(List.of(arguments));
        var console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
        return UnstirCommand.run(console, all.toArray(String[]::new));
    }

    @Test
    void withoutAVerbItShowsHelpWithExamples() {
        assertThat(run()).isZero();
        assertThat(out.toString(UTF_8)).contains("generate", "Examples:", "unstir up --detach");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "down",
                "status",
                "logs",
                "generate",
                "jobs",
                "watch",
                "cancel",
                "lineage",
                "verify",
                "train",
                "trainings",
                "models",
                "models show",
                "models retire",
                "evaluate",
                "webhooks",
                "webhooks secret",
                "keys",
                "keys create",
                "keys list",
                "keys revoke",
                "parked",
                "parked list",
                "parked retry",
                "parked drop",
                "bench",
                "bench sampler",
                "bench pipeline",
                "bench storage",
                "bench scale",
                "bench soak",
                "bench trainer",
                "test",
                "completion"
            })
    void everyVerbHasHelpWithExamples(String verb) {
        assertThat(run((verb + " --help").split(" "))).isZero();
        assertThat(out.toString(UTF_8)).contains("Examples:", "  unstir " + verb, "--data", "--json");
    }

    @Test
    void helpNamesEveryVerbOfTheDesign() {
        run("--help");

        assertThat(out.toString(UTF_8).lines().map(line -> line.strip().split("\\s+")[0]))
                .contains(
                        "up",
                        "down",
                        "status",
                        "logs",
                        "generate",
                        "train",
                        "models",
                        "evaluate",
                        "verify",
                        "lineage",
                        "bench",
                        "test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dance",
                "generate",
                "bench",
                "jobs --status sleeping",
                "bench scale --rate -1",
                "bench soak --minutes 5 --warm-up 5",
                "completion fish",
                "test -X"
            })
    void badUsageIsOneLineAndWhereToReadMore(String line) {
        run(line.split(" "));

        assertThat(err.toString(UTF_8).lines().toList())
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("unstir: "))
                .satisfies(lines -> assertThat(lines.getLast()).matches("see unstir.* --help"))
                .hasSizeLessThanOrEqualTo(3);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dance",
                "up --samplers 0",
                "down",
                "status",
                "logs",
                "logs none",
                "generate",
                "generate a --scale 0",
                "jobs",
                "watch 01a20786-9b25-7394-aa21-0c8e53b2f89c",
                "cancel none",
                "lineage none.png",
                "verify none.png",
                "train none.yaml",
                "trainings",
                "models",
                "models show a",
                "webhooks secret",
                "keys create a --scopes read",
                "keys create a",
                "keys list",
                "keys revoke a",
                "parked list",
                "parked retry a",
                "parked retry",
                "parked drop a --yes",
                "parked drop a",
                "bench",
                "bench scale --jobs 50 --samplers 1",
                "test",
                "completion bash",
                "completion fish"
            })
    void jsonIsOneDocumentWhateverBecomesOfTheCommand(String line) throws IOException {
        run((line + " --json").split(" "));

        assertOneDocument(out.toString(UTF_8));
    }

    private static void assertOneDocument(String text) throws IOException {
        try (var parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            assertThat(parser.nextToken()).as("after the document in: " + text).isNull();
        }
    }

    @Test
    void bashTakesTheCompletionAndOffersVerbsOptionsAndValues() throws IOException, InterruptedException {
        assertThat(run("completion", "bash")).isZero();
        Path script = Files.writeString(parent.resolve("completion.bash"), out.toString(UTF_8));

        assertThat(bash("bash -n " + script)).isEmpty();
        assertThat(bash("source " + script + "; complete -p unstir")).contains("-F _complete_unstir");
        assertThat(offered(script, "unstir", "li")).contains("lineage");
        assertThat(offered(script, "./unstir", "generate", "--pre")).contains("--preview");
        assertThat(offered(script, "unstir", "generate", "--solver", "dpm")).contains("dpm++2m-sde");
        assertThat(offered(script, "unstir", "jobs", "--status", "s")).containsExactly("succeeded");
    }

    @Test
    void zshTakesTheCompletionAndOffersVerbsAndOptions() throws IOException, InterruptedException {
        boolean required = "true".equals(System.getenv("UNSTIR_REQUIRE_TOOLS"));
        Assumptions.assumeTrue(
                required || Files.isExecutable(ZSH), "no " + ZSH + ": install zsh to test its completion");
        assertThat(run("completion", "zsh")).isZero();
        Path script = Files.writeString(parent.resolve("completion.zsh"), out.toString(UTF_8));

        // Loaded as the help says; then its words are asked for as zsh's wrapper of bash completion does.
        String offers = zsh("autoload -Uz compinit && compinit -u -D; source " + script
                + "; compopt() { :; }; print -r -- ${_comps[unstir]}"
                + "; COMP_WORDS=(unstir generate --pre); COMP_CWORD=2; () { emulate -L sh; setopt kshglob noshglob braceexpand ksharrays;"
                + " _complete_unstir; print -rl -- \"${COMPREPLY[@]}\"; }");

        assertThat(offers.lines())
                .anyMatch(line -> line.contains("_bash_complete"))
                .contains("--preview");
    }

    private static String zsh(String command) throws IOException, InterruptedException {
        Process zsh = new ProcessBuilder(ZSH.toString(), "-f", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(zsh.getInputStream().readAllBytes(), UTF_8);
        assertThat(zsh.waitFor()).as(said).isZero();
        return said;
    }

    /** What the Tab key offers after these words. */
    private static List<String> offered(Path script, String... words) throws IOException, InterruptedException {
        return bash("source " + script + "; compopt() { :; }; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                        + (words.length - 1) + "; _complete_unstir; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .lines()
                .toList();
    }

    private static String bash(String command) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "--norc", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dance",
                "up --samplers 0",
                "up --samplers many",
                "--port-base 80 up",
                "generate",
                "generate a --prompts b",
                "generate a --steps ten",
                "generate a --scale 0",
                "generate a --order two",
                "generate a --guidance-interval 0.2",
                "generate a --guidance-interval 0.2:b",
                "generate a --outpaint 8,8,8",
                "generate a --outpaint 8,8,8,-8",
                "generate a --resample 5:",
                "generate a --size 64",
                "generate a --vary seven",
                "generate a --vary-strength 0.5",
                "cancel",
                "cancel not-a-job",
                "parked",
                "parked list --limit ten",
                "parked retry",
                "parked retry a --all",
                "parked drop --yes",
                "parked drop a --all --yes",
                "train",
                "evaluate",
                "evaluate emoji --images 5",
                "evaluate emoji --steps 10,0",
                "evaluate emoji --steps ten",
                "evaluate emoji --seed -1",
                "evaluate emoji --seed 9007199254740991",
                "status extra"
            })
    void badUsageIsExitCode2(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).isNotBlank();
    }

    @Test
    void helpOfGenerateNamesSolversAndShowsWaysFromAnImage() {
        assertThat(run("generate", "--help")).isZero();
        assertThat(out.toString(UTF_8))
                .contains(
                        "dpm++2m-sde",
                        "unipc",
                        "--init apple.png --strength",
                        "--mask eyes.png",
                        "--outpaint 16,0,16,0");
    }

    @Test
    void fileThatCannotBeUsedIsNamedBeforeAnythingStarts() throws IOException {
        Path text = Files.writeString(parent.resolve("letter.png"), "dear");
        Path none = parent.resolve("none.png");

        assertThat(run("generate", "a", "--init", none.toString())).isEqualTo(1);
        assertThat(run("generate", "a", "--init", parent.toString())).isEqualTo(1);
        assertThat(run("generate", "a", "--mask", text.toString())).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .contains(
                        "--init file " + none + " is not there or not readable",
                        "--init file " + parent + " is not there or not readable",
                        "--mask file " + text + " is not a PNG, JPEG or WebP image");
        assertThat(parent.resolve("data")).doesNotExist();
    }

    @Test
    void statusOfAFolderThatIsNotThereSaysSo() {
        assertThat(run("status")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("nothing runs on data folder");
        assertThat(parent.resolve("data")).doesNotExist();
    }

    @Test
    void statusAsJsonIsOneDocument() throws IOException {
        run("status", "--json");

        assertThat(Json.read(out.toString(UTF_8))).containsEntry("phase", "stopped");
    }

    @Test
    void downWithNothingToStopIsDone() {
        assertThat(run("down")).isZero();
        assertThat(out.toString(UTF_8)).contains("nothing runs");
    }

    @Test
    void failureAsJsonIsOneDocument() throws IOException {
        assertThat(run("models", "--json")).isEqualTo(1);
        assertThat(Json.read(out.toString(UTF_8))).containsKey("error");
        assertThat(err.toString(UTF_8)).startsWith("unstir: nothing runs");
    }

    @Test
    void foreignFolderIsLeftAlone() throws IOException {
        Path foreign = Files.createDirectories(parent.resolve("data"));
        Files.writeString(foreign.resolve("letter.txt"), "dear");

        assertThat(run("up")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("letter.txt");
        assertThat(foreign).isDirectoryNotContaining("glob:**/run");
    }

    @Test
    void logsOfAnUnknownServiceNameTheKnown() throws IOException {
        Path logs = Files.createDirectories(parent.resolve("data/logs"));
        Files.writeString(logs.resolve("kafka.log"), "hello\n");

        assertThat(run("logs", "kafak")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("kafak").contains("there are kafka");
    }

    @Test
    void logsShowsTheLastLines() throws IOException {
        Path logs = Files.createDirectories(parent.resolve("data/logs"));
        Files.writeString(logs.resolve("kafka.log"), "one\ntwo\nthree\n");

        assertThat(run("logs", "kafka", "--lines", "2")).isZero();
        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("two\nthree\n");
    }
}
