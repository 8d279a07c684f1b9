package dev.echelon.report.browser;

import dev.echelon.report.JsonValues;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A Chromium without a window, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final WebSocket socket;
    private final Path profile;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Object>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile CompletableFuture<Boolean> loaded = new CompletableFuture<>();
    private String session = "";

    private Chromium(Process process, WebSocket.Builder builder, URI address, Path profile) {
        this.process = process;
        this.profile = profile;
        this.socket = builder.buildAsync(address, new Listener()).join();
    }

    /** The program on the PATH, or what CHROMIUM names. */
    static Optional<Path> program() {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String name : NAMES) {
                Path file = Path.of(folder, name);
                if (Files.isExecutable(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    static Chromium start(Path program) {
        try {
            Path profile = Files.createTempDirectory("echelon-chromium");
            Process process = new ProcessBuilder(
                            program.toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "--window-size=1100,1400",
                            "about:blank")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.contains("DevTools listening on ")) {
                    drain(said);
                    URI address = URI.create(line.substring(line.indexOf("ws://")));
                    Chromium browser =
                            new Chromium(process, HttpClient.newHttpClient().newWebSocketBuilder(), address, profile);
                    browser.attach();
                    return browser;
                }
            }
            throw new IllegalStateException("Chromium ended before it listened");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void drain(BufferedReader said) {
        Thread reader = new Thread(
                () -> {
                    try {
                        said.transferTo(java.io.Writer.nullWriter());
                    } catch (IOException closed) {
                        // the browser has ended
                    }
                },
                "chromium-stderr");
        reader.setDaemon(true);
        reader.start();
    }

    private void attach() {
        Object target = JsonValues.at(call("Target.createTarget", "{\"url\":\"about:blank\"}"), "targetId");
        Object attached = call("Target.attachToTarget", "{\"targetId\":\"" + target + "\",\"flatten\":true}");
        session = String.valueOf(JsonValues.at(attached, "sessionId"));
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", "{}");
        }
    }

    /** Calls a method of the protocol and waits for its result. */
    @Nullable
    Object call(String method, String parameters) {
        int id = next.incrementAndGet();
        CompletableFuture<Object> answer = new CompletableFuture<>();
        answers.put(id, answer);
        String to = session.isEmpty() ? "" : ",\"sessionId\":\"" + session + "\"";
        socket.sendText("{\"id\":" + id + to + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
                .join();
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(method + ": " + failure, failure);
        }
    }

    /** Opens a file and waits until it is loaded; what the page complained of before is forgotten. */
    void open(Path file) {
        loaded = new CompletableFuture<>();
        complaints.clear();
        requests.clear();
        call("Page.navigate", "{\"url\":\"" + file.toUri() + "\"}");
        try {
            loaded.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException("the page did not load", failure);
        }
    }

    /** The value of an expression; promises are waited for. */
    @Nullable
    Object evaluate(String script) {
        Object result = call(
                "Runtime.evaluate",
                "{\"returnByValue\":true,\"awaitPromise\":true,\"userGesture\":true,\"expression\":" + quoted(script)
                        + "}");
        if (JsonValues.at(result, "exceptionDetails") != null) {
            throw new IllegalStateException("the page threw: " + JsonValues.at(result, "exceptionDetails"));
        }
        return JsonValues.at(result, "result", "value");
    }

    double number(String script) {
        return (Double) java.util.Objects.requireNonNull(evaluate(script), script);
    }

    /** Writes the page as a picture. */
    long screenshot(Path file) {
        Object shot = call("Page.captureScreenshot", "{\"format\":\"png\"}");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(String.valueOf(JsonValues.at(shot, "data"))));
            return Files.size(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Errors of the console, exceptions, and messages of the log, since the page was opened. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Addresses that are not files, since the page was opened. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private void receive(String message) {
        Object value = JsonValues.parse(message);
        if (JsonValues.at(value, "id") instanceof Double id) {
            CompletableFuture<Object> answer = answers.remove(id.intValue());
            if (answer != null && JsonValues.at(value, "error") != null) {
                answer.completeExceptionally(new IllegalStateException(String.valueOf(JsonValues.at(value, "error"))));
            } else if (answer != null) {
                answer.complete(JsonValues.at(value, "result"));
            }
            return;
        }
        event(String.valueOf(JsonValues.at(value, "method")), JsonValues.at(value, "params"));
    }

    private void event(String method, @Nullable Object event) {
        switch (method) {
            case "Page.loadEventFired" -> loaded.complete(true);
            case "Runtime.exceptionThrown" -> complaints.add(String.valueOf(event));
            case "Runtime.consoleAPICalled" -> {
                if ("error".equals(JsonValues.at(event, "type")) || "warning".equals(JsonValues.at(event, "type"))) {
                    complaints.add(String.valueOf(event));
                }
            }
            case "Log.entryAdded" -> complaints.add(String.valueOf(event));
            case "Network.requestWillBeSent" -> {
                String address = String.valueOf(JsonValues.at(event, "request", "url"));
                if (!address.startsWith("file:") && !address.startsWith("data:")) {
                    requests.add(address);
                }
            }
            default -> {}
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
            try (java.util.stream.Stream<Path> files = Files.walk(profile)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .map(Path::toFile)
                        .forEach(File::delete);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException | UncheckedIOException leftBehind) {
            // a folder of the temporary directory; the system clears it
        }
    }

    /** Joins the pieces of messages. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder pieces = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
            pieces.append(piece);
            if (last) {
                String message = pieces.toString();
                pieces.setLength(0);
                receive(message);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
