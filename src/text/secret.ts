/** `${NAME}`, a placeholder for a secret of the environment; its name is group 1. */
export const SECRET = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
