export declare const ROOT: string;
export declare function requireNode(version?: string): void;
export declare function isInstalled(root?: string): boolean;
export declare function ensureInstalled(): void;
export declare function modernNode(): string;
export declare function become(script: string, args: string[]): void;
