import * as vscode from "vscode";

/** A file that is shown; it is read once, and never written. */
interface OpenedFile extends vscode.CustomDocument {
  readonly bytes: Uint8Array;
}

/** Shows files in the inspector, which is the same page that browsers open. */
class InspectorEditor implements vscode.CustomReadonlyEditorProvider<OpenedFile> {
  private readonly page: vscode.Uri;

  constructor(extension: vscode.Uri) {
    this.page = vscode.Uri.joinPath(extension, "syncml-inspector.html");
  }

  async openCustomDocument(uri: vscode.Uri): Promise<OpenedFile> {
    return { uri, bytes: await vscode.workspace.fs.readFile(uri), dispose() {} };
  }

  async resolveCustomEditor({ uri, bytes }: OpenedFile, { webview }: vscode.WebviewPanel): Promise<void> {
    // Its policy lets it load nothing, so it needs no folder of its own.
    webview.options = { enableScripts: true, localResourceRoots: [] };
    webview.onDidReceiveMessage((message) => {
      if (message === "ready") void webview.postMessage({ name: uri.path.slice(uri.path.lastIndexOf("/") + 1), bytes });
    });
    webview.html = new TextDecoder().decode(await vscode.workspace.fs.readFile(this.page));
  }
}

/** Called when a file is opened with one of the editors of the manifest. */
export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const editor = new InspectorEditor(extensionUri);
  for (const viewType of ["syncml.document", "syncml.capture"]) {
    const webviewOptions = { retainContextWhenHidden: true };
    subscriptions.push(vscode.window.registerCustomEditorProvider(viewType, editor, { webviewOptions }));
  }
}
